using System.Reflection;
using LeRun.ApiDocs;
using LeRun.Functions;
using LeRun.Functions.Http;
using LeRun.Functions.Users;
using LeRun.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Moq;

namespace LeRun.Tests.Http;

/// <summary>What functions declare is what holds.</summary>
public class FunctionDeclarationTests
{
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

    private static FunctionDeclaration Declaration(string entryPoint) => FunctionDeclaration.Of(
        Mock.Of<FunctionDefinition>(function => function.Name == "Sample" && function.EntryPoint == entryPoint));

    private static string Refusal(Func<object?> read) => Assert.Throws<InvalidOperationException>(read).Message;
}
