using Postvakt.Documents.Report;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Office;

public sealed class LockedOfficeTests
{
    private static byte[] Package => WorkbookPackage.Xml(Droppers.Datop());

    private static IEnumerable<string> Downloads(InspectedFile file) => file.All.SelectMany(f => f.Effects).Where(e => e.Kind == EffectKind.Download).Select(e => e.Target);

    [Theory]
    [InlineData("SHA512")]
    [InlineData("SHA1")]
    public void AgilePackage_WithThePasswordExcelTries_IsReadAndToldOf(string hash)
    {
        var file = Look.At("Order.xlsx", OfficeLockWriter.Agile(Package, "VelvetSweatshop", hashName: hash));
        Assert.Equal(Droppers.Urls, Downloads(file));
        Assert.True(file.Has(FindingKinds.SilentPassword));
    }

    [Fact]
    public void StandardPackage_WithThePasswordExcelTries_IsRead() => Assert.Equal(Droppers.Urls, Downloads(Look.At("Order.xlsx", OfficeLockWriter.Standard(Package, "VelvetSweatshop"))));

    [Fact]
    public void AgilePackage_WithAPasswordOfTheMail_IsReadAndNamesIt()
    {
        var file = Look.At("Order.xlsx", OfficeLockWriter.Agile(Package, "Kx-77-2021"), "nope", "Kx-77-2021");
        Assert.Equal(Droppers.Urls, Downloads(file));
        Assert.Equal("Kx-77-2021", file.Password);
        Assert.False(file.Has(FindingKinds.SilentPassword));
    }

    [Fact]
    public void AgilePackage_WithAnUnknownPassword_IsLocked()
    {
        var file = Look.At("Order.xlsx", OfficeLockWriter.Agile(Package, "no list holds this one", spins: 10));
        Assert.True(file.Locked && file.Has(FindingKinds.Locked));
        Assert.Empty(file.Files);
    }

    [Fact]
    public void AgilePackage_WithACountOfTurnsNobodyWaitsFor_IsNotTried()
    {
        var file = Look.At("Order.xlsx", OfficeLockWriter.Agile(Package, "VelvetSweatshop", spins: 10, statedSpins: "2000000000"));
        Assert.True(file.Has(FindingKinds.AnalysisIncomplete));
    }

    [Theory]
    [InlineData("rc4")]
    [InlineData("api40")]
    [InlineData("api128")]
    [InlineData("xor")]
    public void Workbook_WithThePasswordExcelTries_IsReadAndToldOf(string kind)
    {
        var file = Look.At("Order.xls", Locked(kind, "VelvetSweatshop"));
        Assert.Equal(Droppers.Urls, Downloads(file));
        Assert.True(file.Has(FindingKinds.SilentPassword));
    }

    [Theory]
    [InlineData("rc4")]
    [InlineData("api128")]
    [InlineData("xor")]
    public void Workbook_WithAPasswordOfTheMail_IsRead(string kind)
    {
        var file = Look.At("Order.xls", Locked(kind, "abc-123"), "abc-123");
        Assert.Equal(Droppers.Urls, Downloads(file));
        Assert.Equal("abc-123", file.Password);
    }

    [Fact]
    public void Workbook_WithAnUnknownPassword_IsLockedAndShowsNoSheets()
    {
        var file = Look.At("Order.xls", Locked("api128", "no list holds this one"));
        Assert.True(file.Locked);
        Assert.Empty(file.Modules);
    }

    private static byte[] Locked(string kind, string password) => kind switch
    {
        "rc4" => BiffLockWriter.Rc4(Droppers.Datop(), password),
        "api40" => BiffLockWriter.CryptoApi(Droppers.Datop(), password, 40),
        "api128" => BiffLockWriter.CryptoApi(Droppers.Datop(), password, 128),
        _ => BiffLockWriter.Xor(Droppers.Datop(), password, 0x4A3C),
    };
}
