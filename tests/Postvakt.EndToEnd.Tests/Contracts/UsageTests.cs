using Postvakt.EndToEnd.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Contracts;

public sealed class UsageTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("frobnicate")]
    [InlineData("scan")]
    [InlineData("scan x.eml --format xml")]
    [InlineData("scan x.eml --no-such-option")]
    [InlineData("learn x.eml --before yesterday")]
    [InlineData("memory")]
    public async Task WrongUsage_IsTroubleAndMakesNothing(string arguments)
    {
        var outcome = (await Launcher.RunAsync(_place.Folder, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries))).WithoutCrash();
        Assert.Equal(2, outcome.Status);
        Assert.StartsWith("postvakt: ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("--help", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_place.Folder));
    }

    [Fact]
    public async Task Help_IsWell()
    {
        var outcome = await Launcher.RunAsync(_place.Folder, "--help");
        Assert.Equal(0, outcome.Status);
        Assert.Contains("postvakt [command]", outcome.Output, StringComparison.Ordinal);
    }
}
