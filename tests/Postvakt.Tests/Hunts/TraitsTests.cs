using Postvakt.Hunts;

namespace Postvakt.Tests.Hunts;

public sealed class TraitsTests
{
    [Theory]
    [InlineData("User", @"FIRM\Anna", TraitKind.Person, "anna")]
    [InlineData("UserId", "Anna@Firm.example", TraitKind.Person, "anna@firm.example")]
    [InlineData("Computer", "PC7.firm.example", TraitKind.Host, "pc7")]
    [InlineData("TargetFilename", @"C:\Lamps\Lamp7.OCX", TraitKind.File, "lamp7.ocx")]
    [InlineData("message-id", "<a.b@firm.example>", TraitKind.MessageId, "a.b@firm.example")]
    [InlineData("client-ip", "[2001:db8::7]:443", TraitKind.Address, "2001:db8::7")]
    [InlineData("ClientIP", "192.0.2.7:50123", TraitKind.Address, "192.0.2.7")]
    [InlineData("QueryName", "Lamps.Example", TraitKind.Url, "lamps.example")]
    internal void Field_GivesItsTrait(string field, string value, TraitKind kind, string expected) => Assert.Equal([new Trait(kind, expected)], Traits.Of(field, value));

    [Theory]
    [InlineData("User", @"NT AUTHORITY\SYSTEM")]
    [InlineData("cs-username", "-")]
    [InlineData("SubjectUserName", "EX01$")]
    [InlineData("client-ip", "127.0.0.1")]
    [InlineData("ClientIP", "no address")]
    [InlineData("Computer", "192.0.2.1")]
    [InlineData("Hashes", "IMPHASH=0123456789abcdef0123456789abcdef,SHA1=0000000000000000000000000000000000000000,MD5=x")]
    [InlineData("Anything", "anna")]
    public void WhatEverybodyShares_IsNoTrait(string field, string value) => Assert.Empty(Traits.Of(field, value));

    [Fact]
    public void Hashes_AreEachATrait() => Assert.Equal(
        [new Trait(TraitKind.Hash, new string('a', 40)), new Trait(TraitKind.Hash, new string('b', 64))], Traits.Of("Hashes", "SHA1=" + new string('A', 40) + ",SHA256=" + new string('b', 64) + ",IMPHASH=" + new string('c', 32)));

    [Fact]
    public void CommandLine_GivesTheFilesInIt_NotThePrograms() => Assert.Equal(
        [new Trait(TraitKind.File, "lamp7.ocx"), new Trait(TraitKind.File, "other.dll")], Traits.Of("CommandLine", @"C:\Windows\System32\regsvr32.exe /s ""C:\Lamps\Lamp7.ocx"" ..\other.dll -x 1.2.3.4"));

    [Fact]
    public void LongValue_IsCut() => Assert.Equal(Trait.MaxValue, Assert.Single(Traits.Of("QueryName", new string('a', 5_000))).Value.Length);
}
