using Postvakt.EndToEnd.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Contracts;

/// <summary>The mail rules that ship, and the tests beside them.</summary>
public sealed class OwnRulesTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task EachRule_HasTests_AndPassesThem()
    {
        var run = (await Launcher.RunAsync(_place.Folder, "rules", "test", Checkout.At("rules", "mail"), "--org-domain", "firm.example")).WithoutCrash();
        Assert.True(run.Status == 0, run.Output);
        Assert.Contains(" 0 failed.", run.Output, StringComparison.Ordinal);
    }
}
