using LeRun.Functions.Http;
using LeRun.Localization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LeRun.Functions.Docs;

/// <summary>The API's own documentation.</summary>
[Chapter(Chapter.Documentation)]
public sealed class DocsFunctions(DocsFiles files)
{
    [Function("DocsOpenApi"), Access(Access.Anyone), AnswersFile("application/json")]
    public IResult OpenApi([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openapi.json")] HttpRequest request) =>
        files.Document(request.Language());

    [Function("DocsPage"), Access(Access.Anyone), AnswersFile("text/html")]
    public IResult Page([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "docs")] HttpRequest request) => files.Page;

    [Function("DocsAsset"), Access(Access.Anyone), AnswersFile("text/javascript", "text/css", "image/png"), Fails(404)]
    public IResult Asset([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "docs/{asset}")] HttpRequest request, string asset) =>
        files.Asset(asset) is { } file ? file : new Problem(new NotFound(Messages.FileUnknown));
}
