using System.Text.Json.Serialization;
using LeRun.ApiDocs;

namespace LeRun.Tests.Docs;

/// <summary>How XML comments become texts of the API document.</summary>
public class XmlCommentsTests
{
    private static readonly XmlComments Comments = new(typeof(SampleView).Assembly);

    [Theory]
    [InlineData(nameof(SampleView.Id), "Not `__v`.")]
    [InlineData(nameof(SampleView.Version), "Is `null`, `Sample`, or [a page](https://example.com/).")]
    [InlineData(nameof(SampleView.Name), "What it is called.")]
    [InlineData(nameof(SampleView.Title), "What it is called. First.")]
    [InlineData(nameof(SampleView.Bare), null)]
    public void Property_has_its_own_or_its_inherited_text(string property, string? text) =>
        Assert.Equal(text, Comments.Find(typeof(SampleView).GetProperty(property)!, "summary"));

    [Fact]
    public void Type_has_its_summary_in_paragraphs() =>
        Assert.Equal("A sample `as such`.\n\nIn two paragraphs.", Comments.Find(typeof(SampleView), "summary"));

    [Fact]
    public void Method_has_parameters_and_responses()
    {
        var method = typeof(SampleView).GetMethod(nameof(SampleView.Find))!;

        Assert.Equal("The name.", Comments.Find(method, "param", "name"));
        Assert.Equal("Never `name`.", Comments.Find(method, "response", "404"));
        Assert.Null(Comments.Find(method, "response", "403"));
        Assert.Equal(["404"], Comments.Responses(method));
    }

    [Fact]
    public void Element_without_a_meaning_in_the_document_is_refused()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Comments.Find(typeof(INamedSample), "summary"));
        Assert.Contains("<list>", refused.Message, StringComparison.Ordinal);
    }
}

/// <summary>A <list type="bullet"><item>list</item></list>.</summary>
public interface INamedSample
{
    /// <summary>What it is called.</summary>
    string Name { get; }
}

/// <summary>
/// A sample
/// <c>as such</c>.
/// <para>In two paragraphs.</para>
/// </summary>
/// <param name="Id">Not <paramref name="Version"/>.</param>
/// <param name="Version">
/// Is <see langword="null"/>, <see cref="SampleView"/>, or <see href="https://example.com/">a page</see>.
/// </param>
/// <param name="Title"><inheritdoc cref="INamedSample.Name"/> First.</param>
public sealed record SampleView(string Id, [property: JsonPropertyName("__v")] int Version, string Title) : INamedSample
{
    /// <inheritdoc/>
    public string Name => Title;

    public string? Bare { get; init; }

    /// <summary>Finds one.</summary>
    /// <param name="name">The name.</param>
    /// <response code="404">Never <paramref name="name"/>.</response>
    public static SampleView? Find(string name) => null;
}
