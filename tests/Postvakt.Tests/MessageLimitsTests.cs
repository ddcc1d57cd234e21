using Postvakt.Messages;

namespace Postvakt.Tests;

public sealed class MessageLimitsTests
{
    [Fact]
    public void Default_Depth_IsBounded() => Assert.InRange(MessageLimits.Default.MaxDepth, 8, 64);
}
