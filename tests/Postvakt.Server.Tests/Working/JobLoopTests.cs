using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Jobs;
using Postvakt.Server.Tests.Support;
using Postvakt.Server.Working;

namespace Postvakt.Server.Tests.Working;

public sealed class JobLoopTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task JobOfManyAttempts_ThatIsBrokenOff_ComesBack_AndOneOfAMistakeIsGivenUp(bool brokenOff)
    {
        await using var place = new DeskPlace();
        await place.Loop.DoAsync(l =>
        {
            l.Add(new Job("test", "one", "{}", place.Clock.GetUtcNow()));
            return true;
        });
        for (var attempt = 0; attempt < 60; attempt++)
        {
            await place.Loop.DoAsync(l => l.Take("test", place.Clock.GetUtcNow(), Lease, 1));
            place.Clock.Advance(Lease + Lease);
        }
        var tried = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (new JobLoop(place.Loop, "test", 1, Lease, (_, _) =>
        {
            tried.SetResult();
            throw brokenOff ? new OperationCanceledException() : new InvalidTimeZoneException();
        }, place.Clock, NullLogger.Instance)) await tried.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(brokenOff ? 0 : 1, (await place.Loop.DoAsync(l => l.Count())).GivenUp);
    }
}
