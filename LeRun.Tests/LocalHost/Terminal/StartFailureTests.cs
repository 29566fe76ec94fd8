using LeRun.LocalHost;
using LeRun.LocalHost.Terminal;

namespace LeRun.Tests.LocalHost.Terminal;

public class StartFailureTests
{
    [Theory]
    [InlineData(
        "Auth:TokenLifetime",
        "banana",
        "Auth__TokenLifetime must be a time as days.hours:minutes:seconds, such as 7.00:00:00")]
    [InlineData("Auth:MinPasswordLength", "abc", "Auth__MinPasswordLength must be a whole number")]
    [InlineData("Admin:AllowDeleteAll", "perhaps", "Admin__AllowDeleteAll must be true or false")]
    [InlineData(
        "Logging:LogLevel:Default",
        "Chatty",
        "Logging__LogLevel__… must be Trace, Debug, Information, Warning, Error, Critical or None")]
    public async Task Setting_of_the_wrong_type_is_one_line(string name, string value, string line)
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var app = LocalApp.Create(new LocalAppOptions { Settings = [new(name, value)] });
            await app.StartAsync();
        });

        Assert.Equal([$"{line}, not '{value}'."], StartFailure.Explain(exception));
    }

    [SkippableFact]
    public async Task Port_that_needs_more_rights_is_one_line()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.UserName != "root", "Here every port is free to take.");
        await using var app = LocalApp.Create(new LocalAppOptions { Port = 80 });

        var exception = await Assert.ThrowsAnyAsync<Exception>(() => app.StartAsync());

        Assert.Equal(["Port 80 needs more rights; --port chooses another one."], StartFailure.Explain(exception));
    }
}
