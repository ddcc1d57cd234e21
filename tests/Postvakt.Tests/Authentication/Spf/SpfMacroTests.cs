using System.Net;
using Postvakt.Authentication.Spf;

namespace Postvakt.Tests.Authentication.Spf;

/// <summary>The examples of RFC 7208 7.4, and what they leave out.</summary>
public sealed class SpfMacroTests
{
    private static readonly SpfMacroValues Four = new(IPAddress.Parse("192.0.2.3"), "strong-bad", "email.example.com", "email.example.com", "mx.example.org", "mx.example.org");
    private static readonly SpfMacroValues Six = Four with { Client = IPAddress.Parse("2001:db8::cb01") };

    [Theory]
    [InlineData("%{s}", "strong-bad@email.example.com")]
    [InlineData("%{o}", "email.example.com")]
    [InlineData("%{d}", "email.example.com")]
    [InlineData("%{d4}", "email.example.com")]
    [InlineData("%{d3}", "email.example.com")]
    [InlineData("%{d2}", "example.com")]
    [InlineData("%{d1}", "com")]
    [InlineData("%{dr}", "com.example.email")]
    [InlineData("%{d2r}", "example.email")]
    [InlineData("%{l}", "strong-bad")]
    [InlineData("%{l-}", "strong.bad")]
    [InlineData("%{lr}", "strong-bad")]
    [InlineData("%{lr-}", "bad.strong")]
    [InlineData("%{l1r-}", "strong")]
    [InlineData("%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com")]
    [InlineData("%{lr-}.lp._spf.%{d2}", "bad.strong.lp._spf.example.com")]
    [InlineData("%{lr-}.lp.%{ir}.%{v}._spf.%{d2}", "bad.strong.lp.3.2.0.192.in-addr._spf.example.com")]
    [InlineData("%{ir}.%{v}.%{l1r-}.lp._spf.%{d2}", "3.2.0.192.in-addr.strong.lp._spf.example.com")]
    [InlineData("%{d2}.trusted-domains.example.net", "example.com.trusted-domains.example.net")]
    [InlineData("%{h}", "mx.example.org")]
    [InlineData("%{p2}", "example.org")]
    [InlineData("%%%_%-.x", "% %20.x")]
    [InlineData("%{S}", "strong-bad%40email.example.com")]
    [InlineData("%{D2}", "example.com")]
    [InlineData("%{DR}", "com.example.email")]
    public void Macro_OfRfc_Expands(string text, string expected)
    {
        Assert.True(SpfMacro.IsMacroString(text));
        Assert.Equal(expected, SpfMacro.Expand(text, Four));
    }

    [Fact]
    public void Macro_OfIPv6Client_ExpandsToNibbles() => Assert.Equal(
        "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com", SpfMacro.Expand("%{ir}.%{v}._spf.%{d2}", Six));

    [Theory]
    [InlineData("%")]
    [InlineData("%{")]
    [InlineData("%{}")]
    [InlineData("%{d0}")]
    [InlineData("%{d00}")]
    [InlineData("%{d9999}")]
    [InlineData("%{dx}")]
    [InlineData("%{d:}")]
    [InlineData("%{rd}")]
    [InlineData("%{d}%")]
    [InlineData("%a")]
    [InlineData("a b")]
    [InlineData("ä")]
    public void Macro_WithWrongSyntax_IsRefused(string text) => Assert.False(SpfMacro.IsMacroString(text));
}
