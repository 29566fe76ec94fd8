using LeRun.LocalHost;
using LeRun.Tests.Support;

namespace LeRun.Tests.LocalHost;

public class SigningKeyTests
{
    [Fact]
    public void Key_is_48_random_bytes()
    {
        Assert.Equal(48, Convert.FromBase64String(SigningKey.Random()).Length);
        Assert.NotEqual(SigningKey.Random(), SigningKey.Random());
    }

    [Fact]
    public void Key_is_kept_in_the_folder()
    {
        using var folder = new TemporaryFolder();

        var key = SigningKey.ReadOrCreate(folder.Path);

        Assert.Equal(key, SigningKey.ReadOrCreate(folder.Path));
        Assert.Equal([SigningKey.FileName], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Key_is_the_same_for_all_processes_that_start_at_once()
    {
        using var folder = new TemporaryFolder();

        var keys = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => SigningKey.ReadOrCreate(folder.Path))));

        Assert.Single(keys.Distinct());
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [SkippableFact]
    public void Key_file_is_readable_by_its_owner_only()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no file modes.");
        using var folder = new TemporaryFolder();

        SigningKey.ReadOrCreate(folder.Path);

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite,
                File.GetUnixFileMode(Path.Combine(folder.Path, SigningKey.FileName)));
        }
    }
}
