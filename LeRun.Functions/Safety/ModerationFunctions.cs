using LeRun.Functions.Docs;

namespace LeRun.Functions.Safety;

/// <summary>Where moderators work.</summary>
[Tags("Safety")]
public sealed class ModerationFunctions(DocsFiles files)
{
    /// <summary>Gets the page of moderators.</summary>
    /// <remarks>Anyone may open it; what it shows needs a moderator to sign in. It works by keyboard and on a phone.</remarks>
    [Function("ModerationPage"), Access(Access.Anyone)]
    [Produces("text/html")]
    public IResult Page([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "moderation")] HttpRequest request) =>
        files.Moderation;
}
