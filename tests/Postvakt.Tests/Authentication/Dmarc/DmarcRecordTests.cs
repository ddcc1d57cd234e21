using Postvakt.Authentication.Dmarc;

namespace Postvakt.Tests.Authentication.Dmarc;

/// <summary>RFC 9989 4.7.</summary>
public sealed class DmarcRecordTests
{
    [Theory]
    [InlineData("v=DMARC1; p=reject", DmarcPolicy.Reject)]
    [InlineData("v=DMARC1;p=quarantine;", DmarcPolicy.Quarantine)]
    [InlineData(" V = DMARC1 ; P = None ", DmarcPolicy.None)]
    [InlineData("v=DMARC1; rua=mailto:a@b.example; p=Reject; pct=10; x-y=z", DmarcPolicy.Reject)]
    [InlineData("v=DMARC1; p=reject; t=y", DmarcPolicy.Quarantine)]
    [InlineData("v=DMARC1; p=quarantine; t=y", DmarcPolicy.None)]
    [InlineData("v=DMARC1; p=none; t=y", DmarcPolicy.None)]
    [InlineData("v=DMARC1; p=reject; t=n", DmarcPolicy.Reject)]
    [InlineData("v=DMARC1; p=nonsense; rua=mailto:a@b.example", DmarcPolicy.None)]
    [InlineData("v=DMARC1; p=reject; sp=nonsense; rua=mailto:a@b.example", DmarcPolicy.None)]
    [InlineData("v=DMARC1; rua=mailto:a@b.example", DmarcPolicy.None)]
    public void Record_OfDomainItself_GivesPolicy(string text, DmarcPolicy expected)
    {
        var record = DmarcRecord.Parse(text)!;
        Assert.True(record.IsUsable);
        Assert.Equal(expected, record.For(inherited: false, exists: true));
    }

    [Theory]
    [InlineData("v=DMARC1; p=reject", true, DmarcPolicy.Reject)]
    [InlineData("v=DMARC1; p=reject; sp=none", true, DmarcPolicy.None)]
    [InlineData("v=DMARC1; p=reject; sp=none", false, DmarcPolicy.None)]
    [InlineData("v=DMARC1; p=none; np=reject", true, DmarcPolicy.None)]
    [InlineData("v=DMARC1; p=none; np=reject", false, DmarcPolicy.Reject)]
    [InlineData("v=DMARC1; p=none; sp=quarantine; np=reject", true, DmarcPolicy.Quarantine)]
    [InlineData("v=DMARC1; p=none; sp=quarantine; np=reject; t=y", false, DmarcPolicy.Quarantine)]
    public void Record_FromAbove_GivesPolicy(string text, bool exists, DmarcPolicy expected) => Assert.Equal(expected, DmarcRecord.Parse(text)!.For(inherited: true, exists));

    [Theory]
    [InlineData("")]
    [InlineData("v=spf1 -all")]
    [InlineData("v=DMARC12; p=none")]
    [InlineData("v=dmarc1; p=none")]
    [InlineData("p=none; v=DMARC1")]
    [InlineData("; v=DMARC1; p=none")]
    public void Text_OfAnotherKind_IsNoRecord(string text) => Assert.Null(DmarcRecord.Parse(text));

    [Theory]
    [InlineData("v=DMARC1")]
    [InlineData("v=DMARC1; p=nonsense")]
    [InlineData("v=DMARC1; p=none; np=all")]
    [InlineData("v=DMARC1; p=x; rua=https://b.example")]
    public void Record_WithoutPolicyAndReports_IsNotUsable(string text) => Assert.False(DmarcRecord.Parse(text)!.IsUsable);
}
