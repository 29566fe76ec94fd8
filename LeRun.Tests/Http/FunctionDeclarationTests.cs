using System.Reflection;
using LeRun.ApiDocs;
using LeRun.Functions;
using LeRun.Functions.Http;
using LeRun.Functions.Users;
using LeRun.Tests.Docs;
using LeRun.Users;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace LeRun.Tests.Http;

/// <summary>What functions declare is what holds.</summary>
public class FunctionDeclarationTests
{
    // Read for every route, by the middleware or for every result and body; OpenAPI knows no parameter Accept.
    private static readonly string[] OfEveryRoute =
    [
        "", .. new[]
        {
            "Authorization", "Accept", "Accept-Language", "Accept-Encoding", "Content-Type", "Content-Length", "Content-Encoding",
            "X-Forwarded-Proto", "Host", "Origin",
        }.Select(RequestRecorder.Header),
    ];

    public static TheoryData<string> HttpFunctions => [.. DocumentedFunction.All().Select(function => function.Name)];

    [Theory]
    [MemberData(nameof(HttpFunctions))]
    public void Function_declares_who_may_call_it(string name)
    {
        var method = typeof(LeRunApp).Assembly.GetExportedTypes().SelectMany(type => type.GetMethods())
            .Single(method => method.GetCustomAttribute<FunctionAttribute>()?.Name == name);

        Assert.NotNull(method.GetCustomAttribute<AccessAttribute>());
        Assert.Same(method, FunctionDeclaration.FindMethod($"{method.DeclaringType!.FullName}.{method.Name}"));
    }

    [Fact]
    public void Unknown_function_is_for_administrators() =>
        Assert.Equal(Access.Admin, Declaration("LeRun.Functions.Nowhere.Nothing").Access);

    [Fact]
    public void Request_is_read_only_as_declared()
    {
        var http = new DefaultHttpContext();
        http.Features.Set(Declaration($"{typeof(UserFunctions).FullName}.{nameof(UserFunctions.List)}"));

        Assert.Contains("[QueryParameter(\"since\")]", Refusal(() => http.Request.QueryValue("since")), StringComparison.Ordinal);
        Assert.Contains("[HeaderParameter(\"X\")]", Refusal(() => http.Request.HeaderValue("X")), StringComparison.Ordinal);
        Assert.Contains("[SupportsIfMatch]", Refusal(() => http.Request.ExpectedVersion), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_is_read_only_as_the_declared_type()
    {
        var http = new DefaultHttpContext();
        http.Features.Set(Declaration($"{typeof(UserFunctions).FullName}.{nameof(UserFunctions.Register)}"));

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => http.Request.ReadAsync<ChangeNicknameRequest>());
        Assert.Contains("[Consumes(typeof(ChangeNicknameRequest), ...)]", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// Every parameter, header and body of the document is looked up by its route, and no other is: lerun.http calls every route.
    /// </summary>
    [Fact]
    public async Task Function_looks_up_all_that_it_declares_and_nothing_else()
    {
        var recorder = new RequestRecorder();
        await using var app = await HttpFile.StartAppAsync(services => services.AddSingleton<IStartupFilter>(recorder));
        var file = HttpFile.OfTheRepository();
        foreach (var request in file.Requests)
            await file.SendAsync(request, app.Anonymous);

        var lookups = recorder.Requests.ToLookup(
            request => OpenApi.English.OperationOf(request.Method, request.Path).Id, request => request.Lookups);
        foreach (var operation in OpenApi.English.Operations)
        {
            var found = lookups[operation.Id].SelectMany(names => names).ToHashSet(StringComparer.Ordinal);
            var declared = DeclaredBy(operation).ToHashSet(StringComparer.Ordinal);
            var (unread, undeclared) = (declared.Except(found), found.Except(declared).Except(OfEveryRoute));
            Assert.True(!unread.Any(), $"{operation.Id} does not read what it declares: {string.Join(", ", unread)}");
            Assert.True(!undeclared.Any(), $"{operation.Id} does not declare what it reads: {string.Join(", ", undeclared)}");
        }
    }

    private static IEnumerable<string> DeclaredBy(Operation operation)
    {
        if (operation.HasBody)
            yield return RequestRecorder.Body;
        foreach (var parameter in operation.Parameters)
        {
            var name = (string)parameter["name"]!;
            if ((string?)parameter["in"] == "query")
                yield return RequestRecorder.Query(name);
            else if ((string?)parameter["in"] == "header")
                yield return RequestRecorder.Header(name);
        }
    }

    private static FunctionDeclaration Declaration(string entryPoint) => FunctionDeclaration.Of(
        Mock.Of<FunctionDefinition>(function => function.Name == "Sample" && function.EntryPoint == entryPoint));

    private static string Refusal(Func<object?> read) => Assert.Throws<InvalidOperationException>(read).Message;
}
