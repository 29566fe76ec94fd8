using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using LeRun.Localization;
using LeRun.Tests.Infra;

namespace LeRun.Tests.Localization;

/// <summary>Every message can be said in every language.</summary>
public partial class MessagesTests
{
    private static readonly IReadOnlyList<(string Key, string Text)> English = Read("Messages.resx");
    private static readonly IReadOnlyList<(string Key, string Text)> Chinese = Read("Messages.zh-CN.resx");

    public static TheoryData<string> Members => [.. Names];

    private static IEnumerable<string> Names => typeof(Messages)
        .GetMembers(BindingFlags.Public | BindingFlags.Static)
        .Where(member => member is PropertyInfo or MethodInfo { IsSpecialName: false })
        .Select(member => member.Name);

    [Theory]
    [MemberData(nameof(Members))]
    public void Message_says_all_of_its_arguments_in_each_language(string member)
    {
        var (message, arguments) = Say(member);

        var texts = LocalizedMessage.Languages.Select(message.Localize).ToList();
        Assert.Equal(texts.Count, texts.Distinct(StringComparer.Ordinal).Count());
        foreach (var (text, language) in texts.Zip(LocalizedMessage.Languages))
        {
            foreach (var argument in arguments)
            {
                var expected = argument is LocalizedMessage inner ? inner.Localize(language) : argument.ToString()!;
                Assert.Contains(expected, text, StringComparison.Ordinal);
            }

            Assert.DoesNotMatch(Placeholder(), text);
        }
    }

    [Fact]
    public void Messages_about_several_fields_are_joined_as_each_language_joins_sentences()
    {
        var several = new Validation()
            .Require(false, "a", Messages.Required)
            .Require(false, "b", Messages.MalformedJson)
            .Require(false, "c", Messages.Required).Failure!.Message;

        Assert.Equal(
            ["a: is required; b: is not valid JSON; c: is required", "a：不能为空；b：不是有效的 JSON；c：不能为空"],
            LocalizedMessage.Languages.Select(several.Localize));
    }

    [Fact]
    public void Message_files_have_the_same_messages_in_the_same_order_and_none_is_unused()
    {
        Assert.Equal(English.Select(entry => entry.Key), Chinese.Select(entry => entry.Key));
        Assert.Equal(Names.Order(StringComparer.Ordinal), English.Select(entry => entry.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void English_is_english_and_chinese_is_chinese()
    {
        Assert.All(English, entry => Assert.DoesNotMatch(Han(), entry.Text));
        // What only joins other messages has no words of its own.
        Assert.All(
            Chinese.Where(entry => entry.Key is not (nameof(Messages.FieldIs) or nameof(Messages.Both))),
            entry => Assert.Matches(Han(), entry.Text));
    }

    // Every argument is made to be found again in the text.
    private static (LocalizedMessage Message, object[] Arguments) Say(string member)
    {
        if (typeof(Messages).GetProperty(member) is { } property)
            return ((LocalizedMessage)property.GetValue(null)!, []);
        var method = typeof(Messages).GetMethod(member)!;
        object[] arguments =
        [
            .. method.GetParameters().Select((parameter, i) =>
                parameter.ParameterType == typeof(int) ? (object)(7001 + i)
                : parameter.ParameterType == typeof(LocalizedMessage) ? Messages.PasswordTooLong(7001 + i)
                : $"<{i}>"),
        ];
        return ((LocalizedMessage)method.Invoke(null, arguments)!, arguments);
    }

    private static List<(string, string)> Read(string file) =>
    [
        .. XDocument.Parse(Repository.Read($"LeRun.Shared/Localization/{file}")).Root!.Elements("data")
            .Select(data => ((string)data.Attribute("name")!, (string)data.Element("value")!)),
    ];

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Han();
}
