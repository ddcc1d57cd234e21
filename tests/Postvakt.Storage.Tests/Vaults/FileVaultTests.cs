using Postvakt.Memory;
using Postvakt.Quarantine;
using Postvakt.Storage.Tests.Contracts;
using Postvakt.Storage.Vaults;

namespace Postvakt.Storage.Tests.Vaults;

public sealed class FileVaultTests : VaultContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _held;

    public FileVaultTests()
    {
        _held = _folder.File("held");
        Vault = new FileVault(_held, StoreKeys.Sealing);
    }

    protected override IVault Vault { get; }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void CrashLeftovers_AreSweptAtStart()
    {
        Vault.Put("item", new MemoryStream(Bytes(5)));
        File.WriteAllText(Path.Combine(_held, "item.abc.part"), "half");
        _ = new FileVault(_held, StoreKeys.Sealing);
        Assert.Equal(Bytes(5), Read("item"));
        Assert.Equal(["item"], Directory.EnumerateFiles(_held).Select(f => Path.GetFileName(f)));
    }

    [Fact]
    public void Files_AreForTheirOwnerOnly()
    {
        if (OperatingSystem.IsWindows()) return;
        Vault.Put("item", new MemoryStream(Bytes(5)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_held, "item")));
    }

    [Fact]
    public void OtherKeyRing_OpensNothing_AndAnOldVersionStillOpens()
    {
        Vault.Put("item", new MemoryStream(Bytes(5)));
        var other = new FileVault(_held, new SealingKey(new Dictionary<int, byte[]> { [1] = new byte[32] }));
        using (var stream = other.Open("item")!) Assert.Throws<InvalidDataException>(() => stream.ReadByte());
        var rotated = new FileVault(_held, new SealingKey(new Dictionary<int, byte[]> { [1] = [.. Enumerable.Range(3, 32).Select(n => (byte)n)], [2] = new byte[32] }));
        using (var stream = rotated.Open("item")!) Assert.Equal(Bytes(5)[0], stream.ReadByte());
    }

    [Fact]
    public void ReadingWhileReplaced_GivesTheOldItemWhole()
    {
        Vault.Put("item", new MemoryStream(Bytes(300_000)));
        using var stream = Vault.Open("item")!;
        var first = stream.ReadByte();
        Vault.Put("item", new MemoryStream(Bytes(5)));
        using var rest = new MemoryStream();
        stream.CopyTo(rest);
        Assert.Equal(Bytes(300_000), (byte[])[(byte)first, .. rest.ToArray()]);
    }

    protected override List<byte[]> Stored(string id)
    {
        var bytes = File.ReadAllBytes(Path.Combine(_held, id));
        return [bytes[..SealedForm.HeadSize], .. bytes[SealedForm.HeadSize..].Chunk(SealedForm.ChunkSize + SealedForm.TagSize)];
    }

    protected override void Store(string id, List<byte[]> pieces) => File.WriteAllBytes(Path.Combine(_held, id), [.. pieces.SelectMany(p => p)]);
}
