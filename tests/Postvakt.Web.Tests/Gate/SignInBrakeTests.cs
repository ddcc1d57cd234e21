using Postvakt.Protocols.Tests.Support;
using Postvakt.Web.Gate;

namespace Postvakt.Web.Tests.Gate;

public sealed class SignInBrakeTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void TriesFromOneAddress_CloseItForThatAddress_UntilTheWindowIsOver()
    {
        var brake = new SignInBrake(_clock);
        for (var i = 0; i < SignInBrake.FromOne; i++)
        {
            Assert.False(brake.IsClosed("anna", "192.0.2.1"));
            brake.Note("anna", "192.0.2.1");
        }
        Assert.True(brake.IsClosed("anna", "192.0.2.1"));
        // Whose account it is comes from somewhere else.
        Assert.False(brake.IsClosed("anna", "192.0.2.2"));
        Assert.False(brake.IsClosed("ben", "192.0.2.1"));
        _clock.Advance(SignInBrake.Window);
        Assert.False(brake.IsClosed("anna", "192.0.2.1"));
    }

    [Fact]
    public void ManyAddresses_CloseTheAccount()
    {
        var brake = new SignInBrake(_clock);
        for (var i = 0; i < SignInBrake.FromAll; i++) brake.Note("anna", "192.0.2." + i);
        Assert.True(brake.IsClosed("anna", "198.51.100.1"));
    }

    [Fact]
    public void FloodOfNames_KeepsNobodyElseOut_AndForgetsTheOldestFirst()
    {
        var brake = new SignInBrake(_clock);
        for (var i = 0; i < SignInBrake.FromOne; i++) brake.Note("ben", "192.0.2.1");
        _clock.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 20_000; i++) brake.Note("name" + i, "192.0.2.1");
        Assert.False(brake.IsClosed("anna", "192.0.2.9"));
        Assert.False(brake.IsClosed("ben", "192.0.2.1"));
        for (var i = 0; i < SignInBrake.FromOne; i++) brake.Note("anna", "192.0.2.1");
        Assert.True(brake.IsClosed("anna", "192.0.2.1"));
    }
}
