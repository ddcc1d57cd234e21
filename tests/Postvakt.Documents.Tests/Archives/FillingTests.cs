using Postvakt.Documents.Archives;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Tests.Archives;

public sealed class FillingTests
{
    private static readonly byte[] Note = CabReaderTests.Mixed(300_000);

    private static bool Padded(string name, byte[] content) => DocumentInspector.Inspect(name, content, Building.Patient.Options).Root.Findings.Any(f => f.Kind == FindingKinds.Padded);

    [Theory]
    [InlineData(0)]
    [InlineData(0x20)]
    [InlineData(0xFF)]
    public void File_WithAnOverlayLargerThanItself_IsPadded(int filling) => Assert.True(Padded("a.bin", [.. Note, .. Enumerable.Repeat((byte)filling, 2 << 20)]));

    [Fact]
    public void File_WithFillingInItsMiddle_IsPadded() => Assert.True(Padded("a.bin", [.. Note, .. new byte[2 << 20], .. Note]));

    [Fact]
    public void File_WithLessFillingThanContent_IsNotPadded() => Assert.False(Padded("a.bin", [.. CabReaderTests.Mixed(3 << 20), .. new byte[2 << 20]]));

    [Fact]
    public void File_WithALittleFilling_IsNotPadded() => Assert.False(Padded("a.bin", [.. Note[..1000], .. new byte[500_000]]));

    [Fact]
    public void Disk_WithMuchFreeRoom_IsNotPadded() => Assert.False(Padded("a.img", Building.VolumeMaker.Fat12(new Building.DiscFile("a.txt", Note[..500]))));

    [Fact]
    public void Passwords_OfTheUsualList_AreFewAndEachOnce()
    {
        Assert.InRange(PasswordTrial.Usual.Count, 20, 40);
        Assert.Equal(PasswordTrial.Usual.Count, PasswordTrial.Usual.Distinct().Count());
        Assert.DoesNotContain(PasswordTrial.Usual, p => p.Length == 0 || p.Contains(' '));
    }

    [Fact]
    public void Passwords_OfAMailThatHasMany_LeaveRoomForTheUsualOnes()
    {
        var inspection = new Inspection(Building.Patient.Options with { Passwords = [.. Enumerable.Range(0, 100).Select(i => $"word{i}")] });
        var tried = PasswordTrial.For(inspection).ToList();
        Assert.Equal(40, tried.Count);
        Assert.Contains("infected", tried);
        Assert.Equal("word0", tried[0]);
    }
}
