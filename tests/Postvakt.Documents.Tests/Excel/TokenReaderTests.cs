using Postvakt.Documents.Excel;
using Postvakt.Documents.Excel.Formulas;

namespace Postvakt.Documents.Tests.Excel;

public sealed class TokenReaderTests
{
    private static Workbook Read(int signs)
    {
        var workbook = new Workbook();
        TokenReader.Read([0x1E, 1, 0, .. Enumerable.Repeat((byte)0x13, signs)], default, TokenForm.Biff8, new LinkTable(workbook), new Area(0, 0, 0, 0, 0));
        return workbook;
    }

    [Fact]
    public void Formula_DeeperThanIsRead_IsNoted() => Assert.True(Read(500).TooDeep);

    [Fact]
    public void Formula_OfUsualDepth_IsNotNoted() => Assert.False(Read(50).TooDeep);
}
