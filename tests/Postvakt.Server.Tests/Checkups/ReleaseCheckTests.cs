using Postvakt.Server.Checkups;
using Postvakt.Server.Configuration;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Checkups;

public sealed class ReleaseCheckTests
{
    [Theory]
    [InlineData("mode: observe", CheckState.Note, "release.next_hop")]
    [InlineData("mode: enforce", CheckState.Warning, "cannot be let out")]
    [InlineData("domains: [{name: firm.example, mode: enforce}]", CheckState.Warning, "cannot be let out")]
    [InlineData("mode: enforce\nrelease: {next_hop: \"mx.firm.example:25\"}", CheckState.Ok, "mx.firm.example:25")]
    [InlineData("mode: enforce\nsmtp: [{next_hop: \"127.0.0.1:10025\"}]", CheckState.Ok, "127.0.0.1:10025")]
    public void Check_SaysWhetherHeldMailCanBeLetOut(string yaml, CheckState state, string says)
    {
        using var folder = new TemporaryFolder();
        var (config, errors) = ConfigReader.Read(folder.Write("postvakt.yaml", yaml), []);
        Assert.Empty(errors);
        var check = ReleaseCheck.Run(config!);
        Assert.Equal(state, check.State);
        Assert.Contains(says, check.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("release: {next_hop: nowhere}")]
    [InlineData("release: {next_hop: \"mx.firm.example:0\"}")]
    [InlineData("release: {to: \"mx.firm.example:25\"}")]
    public void NextHop_ThatIsNone_IsAnError(string yaml)
    {
        using var folder = new TemporaryFolder();
        Assert.NotEmpty(ConfigReader.Read(folder.Write("postvakt.yaml", yaml), []).Errors);
    }
}
