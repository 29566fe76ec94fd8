using LeRun.LocalHost;
using LeRun.Tests.Support;

namespace LeRun.Tests.LocalHost;

public class SigningKeyTests
{
    [Fact]
    public void A_key_is_48_random_bytes()
    {
        Assert.Equal(48, Convert.FromBase64String(SigningKey.Random()).Length);
        Assert.NotEqual(SigningKey.Random(), SigningKey.Random());
    }

    [Fact]
    public void A_folder_keeps_its_key()
    {
        using var folder = new TemporaryFolder();

        var key = SigningKey.Keep(folder.Path);

        Assert.Equal(key, SigningKey.Keep(folder.Path));
        Assert.Equal([SigningKey.FileName], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task All_who_start_at_once_on_a_folder_get_the_same_key()
    {
        using var folder = new TemporaryFolder();

        var keys = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => SigningKey.Keep(folder.Path))));

        Assert.Single(keys.Distinct());
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [SkippableFact]
    public void Only_its_owner_reads_the_file()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no file modes.");
        using var folder = new TemporaryFolder();

        SigningKey.Keep(folder.Path);

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder.Path, SigningKey.FileName)));
    }
}
