using LeRun.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LeRun.Tests.Storage;

public class BlobSettingsTests
{
    [Theory]
    [InlineData("", "", "profile-pictures", "Blobs__Endpoint")]
    [InlineData("https://account.example", "UseDevelopmentStorage=true", "profile-pictures", "Blobs__ConnectionString")]
    [InlineData("http://account.example", "", "profile-pictures", "Blobs__Endpoint")]
    [InlineData("account", "", "profile-pictures", "Blobs__Endpoint")]
    [InlineData("", "AccountName", "profile-pictures", "Blobs__ConnectionString")]
    [InlineData("", "UseDevelopmentStorage=true", "Profile_Pictures", "Blobs__Container")]
    [InlineData("", "UseDevelopmentStorage=true", "a--b", "Blobs__Container")]
    public void Invalid_setting_is_named(string endpoint, string connectionString, string container, string named)
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Settings(endpoint, connectionString, container));

        Assert.Contains(named, Assert.Single(failure.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://account.example", "")]
    [InlineData("", "UseDevelopmentStorage=true")]
    public void Endpoint_or_connection_string_is_enough(string endpoint, string connectionString) =>
        Assert.Equal("profile-pictures", Settings(endpoint, connectionString, null).Container);

    private static BlobSettings Settings(string endpoint, string connectionString, string? container)
    {
        var values = new Dictionary<string, string?>
        {
            ["Blobs:Endpoint"] = endpoint,
            ["Blobs:ConnectionString"] = connectionString,
        };
        if (container is not null)
            values["Blobs:Container"] = container;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        using var services = new ServiceCollection().AddBlobs(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<BlobSettings>>().Value;
    }
}
