using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Postvakt.Server.Checkups;
using Postvakt.Server.Configuration;
using Postvakt.Server.Installations;
using Postvakt.Server.Serving;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Installations;

[SupportedOSPlatform("linux")]
public sealed class KeyRingTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();

    private string Ring => _folder.At("data.keys");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Missing_IsMadeForItsOwnerOnly_OrRefused()
    {
        Assert.Contains("is missing", Assert.Throws<InstallationException>(() => KeyRing.Open(Ring, mayCreate: false)).Message, StringComparison.Ordinal);
        var made = KeyRing.Open(Ring, mayCreate: true);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Ring));
        Assert.Equal((true, null, "seal 1", "token 1"), (made.IsWhole, made.Copied, made.Names.Keys.First(), made.Names.Keys.Last()));
        var again = KeyRing.Open(Ring, mayCreate: false);
        Assert.Equal((made.Fingerprint.Id, made.Tokens.Sign("x")), (again.Fingerprint.Id, again.Tokens.Sign("x")));
        Assert.Equal(made.Names, again.Names);
    }

    [Fact]
    public void OldRing_WithoutTokenKey_GetsOne_UnlessItMayNotBeChanged()
    {
        var made = KeyRing.Open(Ring, mayCreate: true);
        Change(ring => ring.Remove("token"));
        var before = File.ReadAllBytes(Ring);
        Assert.False(KeyRing.Open(Ring, mayCreate: false, mayChange: false).IsWhole);
        Assert.Equal(before, File.ReadAllBytes(Ring));
        // A mark of a key that is made up for this process alone would be no help in a mail-flow rule.
        Assert.Empty(ConnectorMarks.Of(Connector(), _folder.At("data")));
        var whole = KeyRing.Open(Ring, mayCreate: false);
        Assert.Equal((true, made.Fingerprint.Id), (whole.IsWhole, whole.Fingerprint.Id));
        Assert.Equal(whole.Tokens.Sign("x"), KeyRing.Open(Ring, mayCreate: false).Tokens.Sign("x"));
        Assert.True(whole.Tokens.Holds(ConnectorMarks.Of(Connector(), _folder.At("data")).Single().Value, "loop:out"));
    }

    [Fact]
    public void Copy_IsNoted_NeverWritesOverAFile_AndAChangeForgetsIt()
    {
        KeyRing.Open(Ring, mayCreate: true);
        KeyRing.Backup(Ring, _folder.At("copy"), Now);
        Assert.Equal(Now, KeyRing.Open(Ring, mayCreate: false).Copied);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.At("copy")));
        Assert.Equal(KeyRing.Open(Ring, mayCreate: false).Names, KeyRing.Open(_folder.At("copy"), mayCreate: false).Names);
        Assert.Contains("already there", Assert.Throws<InstallationException>(() => KeyRing.Backup(Ring, _folder.At("copy"), Now)).Message, StringComparison.Ordinal);
        Assert.Equal(2, KeyRing.Rotate(Ring, "token"));
        Assert.Null(KeyRing.Open(Ring, mayCreate: false).Copied);
    }

    [Fact]
    public void Rotation_AddsAVersion_AndOldMarksAndSealsStillHold()
    {
        var old = KeyRing.Open(Ring, mayCreate: true);
        var (mark, sealed_) = (old.Tokens.Sign("loop:out"), old.Seal.Seal("text", "context"));
        Assert.Equal((2, 2, 3), (KeyRing.Rotate(Ring, "seal"), KeyRing.Rotate(Ring, "token"), KeyRing.Rotate(Ring, "seal")));
        var ring = KeyRing.Open(Ring, mayCreate: false);
        Assert.Equal(["seal 1", "seal 2", "seal 3", "token 1", "token 2"], ring.Names.Keys.Order());
        Assert.True(ring.Tokens.Holds(mark, "loop:out"));
        Assert.StartsWith("2.", ring.Tokens.Sign("loop:out"), StringComparison.Ordinal);
        Assert.Equal("text"u8.ToArray(), ring.Seal.Open(sealed_, "context"));
        Assert.False(old.Tokens.Holds(ring.Tokens.Sign("loop:out"), "loop:out"));
    }

    [Fact]
    public void Rotation_PastWhatARingHolds_IsRefused_AndTheRingStaysUsable()
    {
        KeyRing.Open(Ring, mayCreate: true);
        Change(ring => ring["token"]![0]!["version"] = 200);
        Assert.Contains("as many as there can be", Assert.Throws<InstallationException>(() => KeyRing.Rotate(Ring, "token")).Message, StringComparison.Ordinal);
        Assert.StartsWith("200.", KeyRing.Open(Ring, mayCreate: false).Tokens.Sign("x"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"fingerprint\":")]
    [InlineData("{\"fingerprint\":null}")]
    [InlineData("{\"fingerprint\":{\"version\":1}}")]
    [InlineData("{\"fingerprint\":{\"version\":1,\"key\":\"AAAA\"}}")]
    [InlineData("{\"fingerprint\":{\"version\":1,\"key\":\"no base64\"}}")]
    [InlineData("{\"fingerprint\":FP,\"seal\":[null]}")]
    [InlineData("{\"fingerprint\":FP,\"seal\":[{\"version\":1}]}")]
    [InlineData("{\"fingerprint\":FP,\"seal\":[{\"version\":0,\"key\":\"KEY\"}]}")]
    [InlineData("{\"fingerprint\":FP,\"token\":[{\"version\":2147483647,\"key\":\"KEY\"}]}")]
    [InlineData("{\"fingerprint\":FP,\"seal\":[{\"version\":1,\"key\":\"KEY\"},{\"version\":1,\"key\":\"KEY\"}]}")]
    public void Broken_IsRefusedWithASentence_AndLeftAsItIs(string json)
    {
        var text = json.Replace("FP", "{\"version\":1,\"key\":\"KEY\"}", StringComparison.Ordinal).Replace("KEY", Convert.ToBase64String(new byte[32]), StringComparison.Ordinal);
        File.WriteAllText(Ring, text);
        Assert.StartsWith($"{Ring}: the key ring cannot be used: ", Assert.Throws<InstallationException>(() => KeyRing.Open(Ring, mayCreate: true, mayChange: false)).Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(Ring));
    }

    [Fact]
    public void TooLarge_IsNotRead()
    {
        File.WriteAllText(Ring, new string(' ', (64 << 10) + 1));
        Assert.Contains("too large", Assert.Throws<InstallationException>(() => KeyRing.Open(Ring, mayCreate: false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenToOthers_IsToldByTheCheckup()
    {
        KeyRing.Open(Ring, mayCreate: true);
        Directory.CreateDirectory(_folder.At("data"));
        File.SetUnixFileMode(Ring, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Contains(KeyRingCheck.Run(_folder.At("data")).Checks, c => c.State == CheckState.Warning && c.Sentence.Contains("chmod 600", StringComparison.Ordinal));
        File.SetUnixFileMode(Ring, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.DoesNotContain(KeyRingCheck.Run(_folder.At("data")).Checks, c => c.Sentence.Contains("chmod", StringComparison.Ordinal));
    }

    private ServeConfig Connector() => ConfigReader.Read(_folder.Write("c.yaml", "smtp: [{kind: connector, name: out, next_hop: \"192.0.2.1:25\"}]"), []).Config!;

    private void Change(Action<JsonObject> change)
    {
        var ring = JsonNode.Parse(File.ReadAllText(Ring))!.AsObject();
        change(ring);
        File.WriteAllText(Ring, ring.ToJsonString());
    }
}
