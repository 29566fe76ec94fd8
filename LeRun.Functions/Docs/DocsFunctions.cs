using LeRun.Localization;

namespace LeRun.Functions.Docs;

/// <summary>The API's own documentation.</summary>
[Tags("Documentation")]
public sealed class DocsFunctions(DocsFiles files)
{
    /// <summary>Gets this document.</summary>
    /// <remarks>It is in Chinese or English by <c>Accept-Language</c>.</remarks>
    [Function("DocsOpenApi"), Access(Access.Anyone)]
    [Produces("application/json")]
    public IResult OpenApi(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "openapi.json")] HttpRequest request) =>
        files.Document(request.Language);

    /// <summary>Gets the page to read and try it on.</summary>
    [Function("DocsPage"), Access(Access.Anyone)]
    [Produces("text/html")]
    public IResult Page([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "docs")] HttpRequest request) =>
        files.Page;

    /// <summary>Gets a part of that page.</summary>
    /// <param name="asset">The name of the file.</param>
    [Function("DocsAsset"), Access(Access.Anyone)]
    [QueryParameter("v"), Produces("text/javascript", "text/css", "image/png")]
    [ProducesResponseType(404)]
    public IResult Asset(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "docs/{asset}")] HttpRequest request, string asset) =>
        files.Asset(asset) is { } file ? file : new Problem(new NotFound(Messages.FileUnknown));
}
