using Azure.Core;
using Azure.Identity;

namespace LeRun.Storage;

/// <summary>Who the app is to Azure: one credential, whose tokens Cosmos and Blob storage share.</summary>
internal static class AzureCredential
{
    private static readonly Lazy<TokenCredential> Lazy = new(() => Create(
        Environment.GetEnvironmentVariable("IDENTITY_ENDPOINT"), Environment.GetEnvironmentVariable("AZURE_CLIENT_ID")));

    /// <summary>The one credential of this process, made when it is first needed.</summary>
    public static TokenCredential Shared => Lazy.Value;

    /// <summary>
    /// In Azure the managed identity itself: trying what else there might be costs a cold start. Elsewhere, whoever is signed
    /// in on this machine.
    /// </summary>
    /// <param name="identityEndpoint">Where Azure gives the app its tokens; null elsewhere.</param>
    /// <param name="clientId">Which of the app's identities; null: its own one.</param>
    internal static TokenCredential Create(string? identityEndpoint, string? clientId)
    {
        if (string.IsNullOrEmpty(identityEndpoint))
            return new DefaultAzureCredential();
        return new ManagedIdentityCredential(string.IsNullOrEmpty(clientId)
            ? ManagedIdentityId.SystemAssigned
            : ManagedIdentityId.FromUserAssignedClientId(clientId));
    }
}
