using Postvakt.EndToEnd.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Installations;

/// <summary>Which installation a verb means: a lock-down put on another one is none.</summary>
public sealed class DataFolderTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("POSTVAKT_DATA=from-variable exec \"$@\" --data from-option", "from-option")]
    [InlineData("POSTVAKT_DATA=from-variable exec \"$@\"", "from-variable")]
    [InlineData("exec \"$@\"", "from-configuration")]
    public async Task Option_GoesBeforeVariable_BeforeConfiguration(string script, string folder)
    {
        _place.Write("postvakt.yaml", "data: from-configuration\nmilter: [{ address: \"127.0.0.1:0\" }]\n");
        Assert.Equal(0, (await Launcher.ShellAsync(_place.Folder, script, "lockdown", "on", "--reason", "x")).WithoutCrash().Status);
        Assert.Equal([folder], Directory.EnumerateFiles(_place.Folder, "memory.db", SearchOption.AllDirectories).Select(f => Path.GetFileName(Path.GetDirectoryName(f)!)));
    }
}
