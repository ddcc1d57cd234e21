using CsCheck;
using Postvakt.Messages.Links;

namespace Postvakt.Tests.Messages.Links;

public sealed class LookAlikeTests
{
    [Theory]
    [InlineData("nordwind.example", "nordwind.example", LookAlikeKind.None)]
    [InlineData("mail.nordwind.example", "www.nordwind.example", LookAlikeKind.None)]
    [InlineData("nordwind.example", "n0rdwind.example", LookAlikeKind.SameSkeleton)]
    [InlineData("nordwind.example", "nordwlnd.example", LookAlikeKind.SameSkeleton)]
    [InlineData("nordwind.example", "nordvvind.example", LookAlikeKind.SameSkeleton)]
    [InlineData("nordwind.example", "norclwind.example", LookAlikeKind.SameSkeleton)]
    [InlineData("modern.example", "modem.example", LookAlikeKind.SameSkeleton)]
    [InlineData("nordwind.example", "nord-wind.example", LookAlikeKind.SameSkeleton)]
    [InlineData("nordwind.example", "nоrdwind.example", LookAlikeKind.SameSkeleton)]
    [InlineData("nordwind.example", "xn--nordwnd-vog.example", LookAlikeKind.SameSkeleton)]
    [InlineData("nordwind.example", "nordwínd.test", LookAlikeKind.SameSkeleton)]
    [InlineData("nordwind.se", "nordwind.com", LookAlikeKind.OtherSuffix)]
    [InlineData("nordwind.co.uk", "nordwind.uk", LookAlikeKind.OtherSuffix)]
    [InlineData("nordwind.example", "nordwnid.example", LookAlikeKind.EditDistance)]
    [InlineData("nordwind.example", "nordwinnds.example", LookAlikeKind.EditDistance)]
    [InlineData("nordwind.example", "nordwin.test", LookAlikeKind.EditDistance)]
    [InlineData("nordwind.example", "nordwung.example", LookAlikeKind.EditDistance)]
    [InlineData("nordwind.example", "nordheim.example", LookAlikeKind.None)]
    [InlineData("nordwind.example", "nordwung.test", LookAlikeKind.None)]
    [InlineData("hafen.example", "haven.example", LookAlikeKind.EditDistance)]
    [InlineData("hafen.example", "haver.example", LookAlikeKind.None)]
    [InlineData("abc.example", "abd.example", LookAlikeKind.None)]
    [InlineData("nordwind.example", "nordwind-logistik.example", LookAlikeKind.Contained)]
    [InlineData("nordwind.example", "mynordwindmail.example", LookAlikeKind.None)]
    [InlineData("nordwind.example", "pay-nordwind-mail.test", LookAlikeKind.Contained)]
    [InlineData("nord.example", "nord-logistik.example", LookAlikeKind.None)]
    [InlineData("nordwind.example", "192.0.2.7", LookAlikeKind.None)]
    [InlineData("nordwind.example", "bergstrom.example", LookAlikeKind.None)]
    public void Compare_TellsTheKind(string a, string b, LookAlikeKind kind)
    {
        Assert.Equal(kind, LookAlike.Compare(a, b));
        Assert.Equal(kind, LookAlike.Compare(b, a));
    }

    [Theory]
    [InlineData("Anna Bergström", "аnnа bergstrоm")]
    [InlineData("O'Neil, Mary", "oneil, mary")]
    [InlineData("Ｐａｙroll", "Payroll")]
    [InlineData("𝐀nna", "anna")]
    [InlineData("Cornelius", "comelius")]
    public void Skeleton_OfLookAlikes_IsTheSame(string a, string b) => Assert.Equal(Skeleton.Of(a), Skeleton.Of(b));

    [Theory]
    [InlineData("anna", "anne")]
    [InlineData("ci", "d")]
    [InlineData("Anna Berg", "AnnaBerg")]
    public void Skeleton_OfOthers_Differs(string a, string b) => Assert.NotEqual(Skeleton.Of(a), Skeleton.Of(b));

    [Fact]
    public void Skeleton_AnyText_NeverThrows() => Gen.String.Sample(text => { Skeleton.Of(text); });

    [Fact]
    public void Compare_AnyText_IsSymmetric() =>
        Gen.Select(Gen.String[Gen.Char["abno1l-.é"], 0, 20], Gen.String[Gen.Char["abno1l-.é"], 0, 20])
            .Sample((a, b) => LookAlike.Compare(a, b) == LookAlike.Compare(b, a));
}
