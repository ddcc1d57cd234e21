using System.Formats.Asn1;
using Postvakt.Server.Directories.Ldap;

namespace Postvakt.Server.Tests.Directories;

/// <summary>RFC 4515; what the bytes mean to a server is seen in <see cref="LdapDirectorySourceTests"/>.</summary>
public sealed class LdapFilterTests
{
    [Theory]
    [InlineData("(cn=a)", "A3070402636E040161")]
    [InlineData("(cn=*)", "8702636E")]
    [InlineData("(cn=a*b*c)", "A40F0402636E3009800161810162820163")]
    [InlineData("(cn=\\2a)", "A3070402636E04012A")]
    [InlineData("(!(cn>=a))", "A209A5070402636E040161")]
    [InlineData("(&(cn=*)(|(cn<=a)(cn~=a)))", "A0188702636EA112A6070402636E040161A8070402636E040161")]
    [InlineData("(uac:1.2.3:=2)", "A90F8105312E322E3382037561638301 32")]
    [InlineData("(cn=å)", "A3080402636E0402C3A5")]
    [InlineData("(&)", "A000")]
    public void Filter_IsWrittenAsTheProtocolSaysIt(string filter, string bytes)
    {
        var to = new AsnWriter(AsnEncodingRules.BER);
        LdapFilter.Write(filter, to);
        Assert.Equal(bytes.Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(to.Encode()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("cn=a")]
    [InlineData("(cn=a")]
    [InlineData("(cn=a))")]
    [InlineData("(cn)")]
    [InlineData("(=a)")]
    [InlineData("(cn=(a)")]
    [InlineData("(cn=\\2)")]
    [InlineData("(cn=\\zz)")]
    [InlineData("(&(cn=a)")]
    [InlineData("(c n=a)")]
    [InlineData("(a:dn:b:c:=d)")]
    public void WhatIsNone_IsSaid(string filter) => Assert.NotNull(LdapFilter.Fault(filter));

    [Fact]
    public void Depth_IsBounded() => Assert.Contains("nested deeper", LdapFilter.Fault(string.Concat(Enumerable.Repeat("(!", 100_000)) + "(cn=a)" + new string(')', 100_000)), StringComparison.Ordinal);
}
