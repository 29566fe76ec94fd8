using LeRun.Identity;

namespace LeRun.Tests.Identity;

public class UsernameTests
{
    [Theory]
    [InlineData("shikai", "shikai", "shikai")]
    [InlineData("SHIKAI", "SHIKAI", "shikai")]
    [InlineData("跑步者", "跑步者", "跑步者")]
    [InlineData("Ｗｉｄｅ", "Wide", "wide")]
    [InlineData("\u212Aelvin", "Kelvin", "kelvin")]
    [InlineData("e\u0301a", "éa", "éa")]
    [InlineData("a.b-c_1", "a.b-c_1", "a.b-c_1")]
    [InlineData("ÀÉ", "ÀÉ", "àé")]
    [InlineData("ΝΙΚΟΣ", "ΝΙΚΟΣ", "νικοσ")]
    [InlineData("νικος", "νικος", "νικοσ")]
    [InlineData("\u1C82льга", "\u1C82льга", "ольга")]
    [InlineData("小明Runner", "小明Runner", "小明runner")]
    [InlineData("走るランナーab", "走るランナーab", "走るランナーab")]
    [InlineData("달리기人x", "달리기人x", "달리기人x")]
    [InlineData("ㄅㄆ跑x", "ㄅㄆ跑x", "ㄅㄆ跑x")]
    [InlineData("Иван_77", "Иван_77", "иван_77")]
    [InlineData("پژگ", "پژگ", "پژگ")]
    [InlineData("12345678901234567890123456789012", "12345678901234567890123456789012", "12345678901234567890123456789012")]
    public void Name_is_normalised_and_compared_without_case(string text, string kept, string key)
    {
        Assert.True(Username.TryParse(text, out var username));
        Assert.Equal(kept, username.Display);
        Assert.Equal(key, username.Normalized);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("123456789012345678901234567890123")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a?b")]
    [InlineData("a#b")]
    [InlineData("a@b")]
    [InlineData("a\u0000b")]
    [InlineData("👟👟")]
    [InlineData("a\uD800")]
    [InlineData("..")]
    [InlineData("posts")]
    [InlineData("Comments")]
    [InlineData("ALL")]
    [InlineData("me")]
    [InlineData("ｍｅ")]
    [InlineData("\uFDFA\uFDFA")]
    [InlineData("\u3164\u3164")]
    [InlineData("a\uFFA0b")]
    [InlineData("ab\u202Ecd")]
    [InlineData("ab\u2028cd")]
    [InlineData("ab\u200Bcd")]
    [InlineData("\u0430dmin")]
    [InlineData("\u03B1dmin")]
    [InlineData("かな한글")]
    [InlineData("abשלום")]
    public void Username_that_breaks_the_rule_is_refused(string? text) => Assert.False(Username.TryParse(text, out _));

    [Fact]
    public void Spellings_of_one_name_are_equal()
    {
        Assert.True(Username.TryParse("Ｓｈｉｋａｉ", out var wide));
        Assert.True(Username.TryParse("SHIKAI", out var capital));

        Assert.Equal(wide, capital);
        Assert.Equal(wide.GetHashCode(), capital.GetHashCode());
    }
}
