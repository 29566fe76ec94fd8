using LeRun.Identity;
using LeRun.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LeRun.Tests.Identity;

public class AuthSettingsTests
{
    [Theory]
    [InlineData("Auth:SigningKey", "thirty-one bytes are not enough", "Auth__SigningKey")]
    [InlineData("Auth:SigningKey", "@Microsoft.KeyVault(SecretUri=https://vault/secrets/signing-key)", "Auth__SigningKey")]
    [InlineData("Auth:PreviousSigningKey", "short", "Auth__PreviousSigningKey")]
    [InlineData("Auth:TokenLifetime", "00:00:01", "Auth__TokenLifetime")]
    [InlineData("Auth:MinPasswordLength", "0", "Auth__MinPasswordLength")]
    [InlineData("Auth:PasswordIterations", "209999", "Auth__PasswordIterations")]
    [InlineData("Auth:Admins", "root, not a name", "Auth__Admins")]
    [InlineData("Auth:Moderators", "mod, not a name", "Auth__Moderators")]
    [InlineData("Terms:TermsVersion", "", "Terms__TermsVersion")]
    [InlineData("Terms:PrivacyVersion", "first version", "Terms__PrivacyVersion")]
    [InlineData("Terms:LocationUrl", "example", "Terms__LocationUrl")]
    [InlineData("Api:PublicUrl", "example", "Api__PublicUrl")]
    public async Task Bad_setting_stops_the_start_and_is_named(string name, string value, string named)
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => TestApp.StartAsync(settings: (name, value)));

        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Passwords_are_hashed_with_at_least_210000_iterations_of_hmac_sha512()
    {
        var services = new ServiceCollection();
        services.AddIdentity(new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("Auth:SigningKey", (string?)TestApp.SigningKey)]).Build());
        using var provider = services.BuildServiceProvider();

        var hasher = new PasswordHasher<object>(provider.GetRequiredService<IOptions<PasswordHasherOptions>>());
        var hash = Convert.FromBase64String(hasher.HashPassword(new object(), "correct horse"));

        // Format 3: a marker, then the function (2 is HMAC-SHA512) and the iterations, big-endian.
        Assert.Equal(1, hash[0]);
        Assert.Equal(2, hash[4]);
        Assert.True(System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(5)) >= 210_000);
    }
}
