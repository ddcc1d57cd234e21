using Postvakt.Access;

namespace Postvakt.Tests.Access;

public sealed class PasswordHashTests
{
    [Fact]
    public void Password_IsKnownAgain_AndNoOther()
    {
        var kept = PasswordHash.Of("seven quiet harbours");
        Assert.StartsWith("$argon2id$v=19$m=19456,t=2,p=1$", kept, StringComparison.Ordinal);
        Assert.True(PasswordHash.Holds("seven quiet harbours", kept));
        Assert.False(PasswordHash.Holds("seven quiet harbour", kept));
        Assert.NotEqual(kept, PasswordHash.Of("seven quiet harbours"));
    }

    /// <summary>Made with the reference implementation: echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1 -l 32 (its own test vector).</summary>
    [Fact]
    public void Hash_IsThatOfTheReference() => Assert.True(PasswordHash.Holds("password", "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"));

    [Theory]
    [InlineData("")]
    [InlineData("$argon2i$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$AAAA")]
    [InlineData("$argon2id$v=19$m=99999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$AAAA")]
    [InlineData("$argon2id$v=19$m=19456,t=2,p=1$!!$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    public void WhatIsNoHashOfOurs_FitsNothing(string kept) => Assert.False(PasswordHash.Holds("password", kept));

    [Fact]
    public void Nobody_FitsNothing() => Assert.False(PasswordHash.Holds("password", PasswordHash.Nobody));
}
