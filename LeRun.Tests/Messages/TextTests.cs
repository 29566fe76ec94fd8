using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using LeRun.Messages;
using LeRun.Tests.Infra;
using Words = LeRun.Messages.Text;

namespace LeRun.Tests.Messages;

/// <summary>Every message can be said in every language.</summary>
public partial class TextTests
{
    private static readonly IReadOnlyList<(string Key, string Text)> English = Read("LeRun.Shared/Messages/Text.resx");
    private static readonly IReadOnlyList<(string Key, string Text)> Chinese = Read("LeRun.Shared/Messages/Text.zh-CN.resx");

    public static TheoryData<string> Members => [.. Names];

    private static IEnumerable<string> Names => typeof(Words)
        .GetMembers(BindingFlags.Public | BindingFlags.Static)
        .Where(member => member is PropertyInfo or MethodInfo { IsSpecialName: false })
        .Select(member => member.Name)
        .Where(name => name != nameof(Words.Several));

    [Theory]
    [MemberData(nameof(Members))]
    public void A_message_says_all_of_its_arguments_in_each_language(string member)
    {
        var (message, arguments) = Say(member);

        var texts = LeRun.Messages.Message.Languages.Select(message.In).ToList();
        Assert.Equal(texts.Count, texts.Distinct(StringComparer.Ordinal).Count());
        foreach (var argument in arguments)
            Assert.All(texts, text => Assert.Contains(argument, text, StringComparison.Ordinal));
        Assert.All(texts, text => Assert.DoesNotMatch(Placeholder(), text));
    }

    [Fact]
    public void The_two_files_have_the_same_messages_in_the_same_order_and_none_that_nothing_says()
    {
        Assert.Equal(English.Select(entry => entry.Key), Chinese.Select(entry => entry.Key));
        Assert.Equal(Names.Order(StringComparer.Ordinal), English.Select(entry => entry.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void English_is_english_and_chinese_is_chinese()
    {
        Assert.All(English, entry => Assert.DoesNotMatch(Han(), entry.Text));
        Assert.All(Chinese.Where(entry => entry.Key != nameof(Words.FieldIs)), entry => Assert.Matches(Han(), entry.Text));
    }

    // Every argument is made to be found again in the text.
    private static (Message Message, IReadOnlyList<string> Arguments) Say(string member)
    {
        if (typeof(Words).GetProperty(member) is { } property)
            return ((Message)property.GetValue(null)!, []);
        var method = typeof(Words).GetMethod(member)!;
        var arguments = method.GetParameters().Select((parameter, i) =>
            parameter.ParameterType == typeof(int) ? (object)(7001 + i)
            : parameter.ParameterType == typeof(Message) ? new Message("", $"<{i}>")
            : $"<{i}>").ToArray();
        return ((Message)method.Invoke(null, arguments)!, [.. arguments.Select(argument => argument.ToString()!)]);
    }

    private static List<(string, string)> Read(string path) =>
        [.. XDocument.Parse(Repository.Read(path)).Root!.Elements("data").Select(data => ((string)data.Attribute("name")!, (string)data.Element("value")!))];

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Han();
}
