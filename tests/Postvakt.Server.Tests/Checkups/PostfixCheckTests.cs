using Postvakt.Server.Checkups;
using Postvakt.Server.Configuration;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Checkups;

/// <summary>Findings about the configuration of a Postfix, read with its own postconf(1).</summary>
public sealed class PostfixCheckTests : IDisposable
{
    private const string Good = "smtpd_milters = inet:127.0.0.1:1\nnon_smtpd_milters = $smtpd_milters\nmilter_default_action = tempfail\nmessage_size_limit = 10240000\n";
    private const string Master = "smtp inet n - n - - smtpd\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void GoodConfiguration_HasNothingToMend()
    {
        // Nothing listens on port 1, which is the one warning.
        var checks = Run(Good);
        Assert.Equal(["Warning nothing answers at inet:127.0.0.1:1"], checks.Where(c => c.State != CheckState.Ok).Select(c => $"{c.State} {c.Sentence.Split(" (")[0]}"));
    }

    [Theory]
    [InlineData("smtpd_milters = inet:127.0.0.1:1", "smtpd_milters =", CheckState.Broken, "Postfix does not ask Postvakt. Add to main.cf, then postfix reload: smtpd_milters = inet:127.0.0.1:1")]
    [InlineData("smtpd_milters = inet:127.0.0.1:1", "smtpd_milters = inet:127.0.0.1:2", CheckState.Broken, "smtpd_milters = inet:127.0.0.1:2, inet:127.0.0.1:1")]
    [InlineData("smtpd_milters = inet:127.0.0.1:1", "smtpd_milters = inet:127.0.0.1:1, inet:127.0.0.1:2", CheckState.Note, "is not the last milter")]
    [InlineData("smtpd_milters = inet:127.0.0.1:1", "ours = inet:localhost:1\nsmtpd_milters = $ours", CheckState.Ok, "smtpd_milters names inet:127.0.0.1:1")]
    [InlineData("smtpd_milters = inet:127.0.0.1:1", "smtpd_milters = { inet:127.0.0.1:1, default_action=accept }", CheckState.Warning, "milter_default_action = accept")]
    [InlineData("non_smtpd_milters = $smtpd_milters", "", CheckState.Note, "non_smtpd_milters = inet:127.0.0.1:1")]
    [InlineData("= tempfail", "= accept", CheckState.Warning, "mail passes unjudged")]
    [InlineData("= tempfail", "= reject", CheckState.Broken, "is refused for good and lost")]
    [InlineData("= tempfail", "= quarantine", CheckState.Warning, "was tried with tempfail")]
    [InlineData("10240000", "0", CheckState.Note, "mail of any size")]
    [InlineData("10240000", "100000000", CheckState.Note, "100,000,000 bytes")]
    [InlineData("10240000", "10240000\nmilter_content_timeout = 1m", CheckState.Warning, "milter_content_timeout is 1m")]
    [InlineData("10240000", "10240000\nmilter_protocol = 2", CheckState.Warning, "milter_protocol = 6")]
    public void EachFinding_SaysWhatMendsIt(string part, string other, CheckState state, string sentence) =>
        Assert.Contains(Run(Good.Replace(part, other, StringComparison.Ordinal)), c => c.State == state && c.Sentence.Contains(sentence, StringComparison.Ordinal));

    [Theory]
    [InlineData("  -o smtpd_milters=\n", "smtp/inet has its own smtpd_milters (empty)")]
    [InlineData("  -o smtpd_milters=inet:127.0.0.1:2\n", "smtp/inet has its own smtpd_milters (inet:127.0.0.1:2)")]
    [InlineData("submission inet n - n - - smtpd\n  -o receive_override_options=no_milters\n", "submission/inet has receive_override_options=no_milters")]
    public void Service_ThatLeavesPostvaktOut_IsNamed(string master, string sentence) =>
        Assert.Contains(Run(Good, Master + master), c => c.State == CheckState.Warning && c.Sentence.Contains(sentence, StringComparison.Ordinal));

    [Theory]
    [InlineData("  -o smtpd_milters=inet:127.0.0.1:1\n")]
    [InlineData("127.0.0.1:10025 inet n - n - - smtpd\n  -o smtpd_milters=\n  -o receive_override_options=no_milters\n")]
    public void Service_ThatAsks_OrStandsBehindAFilter_IsWell(string master) =>
        Assert.DoesNotContain(Run(Good, Master + master), c => c.Sentence.StartsWith("master.cf", StringComparison.Ordinal));

    [Fact]
    public void Folder_WithoutPostfix_IsOneSentence() => Assert.Equal(CheckState.Broken, Assert.Single(PostfixCheck.Run(Config(), _folder.At("nowhere"))).State);

    [Fact]
    public void BrokenConfigurationOfServe_ComesFirst() => Assert.Contains("must be well first", Assert.Single(PostfixCheck.Run(null, null)).Sentence, StringComparison.Ordinal);

    private List<Check> Run(string main, string master = Master)
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/postconf"), "needs the package postfix");
        // Postfix waits until what it reads was not changed within the last second.
        foreach (var (name, text) in new[] { ("main.cf", "compatibility_level = 3.6\n" + main), ("master.cf", master) }) File.SetLastWriteTimeUtc(_folder.Write(name, text), DateTime.UnixEpoch);
        return [.. PostfixCheck.Run(Config(), _folder.Path)];
    }

    private ServeConfig Config() => ConfigReader.Read(_folder.Write("postvakt.yaml", "milter: [{address: \"127.0.0.1:1\"}]"), []).Config!;
}
