using System.Reflection;
using Azure.Identity;
using LeRun.Storage;

namespace LeRun.Tests.Storage;

public class AzureCredentialTests
{
    [Theory]
    [InlineData(null, "client", typeof(DefaultAzureCredential))]
    [InlineData("http://localhost/token", "client", typeof(ManagedIdentityCredential))]
    [InlineData("http://localhost/token", null, typeof(ManagedIdentityCredential))]
    public void Azure_is_asked_by_the_managed_identity_alone_and_elsewhere_whoever_is_signed_in(
        string? endpoint, string? clientId, Type credential)
    {
        var create = typeof(CosmosSettings).Assembly.GetType("LeRun.Storage.AzureCredential")!
            .GetMethod("Create", BindingFlags.NonPublic | BindingFlags.Static)!;

        Assert.IsType(credential, create.Invoke(null, [endpoint, clientId]));
    }
}
