using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Access;
using Postvakt.Incidents;
using Postvakt.Intake.Ledger;
using Postvakt.Protocols.Tests.Support;
using Postvakt.Web.Situations;
using Postvakt.Web.Tests.Support;

namespace Postvakt.Web.Tests.Situations;

public sealed class LivePanelTests
{
    private static readonly DateTimeOffset Begin = new ManualClock().GetUtcNow();

    [Fact]
    public async Task StoreFault_IsSaid_AndReadingGoesOn()
    {
        var (clock, line) = (new ManualClock(), new SwitchedLine());
        await using var services = new ServiceCollection().AddSingleton(Context(clock, line)).BuildServiceProvider();
        await using var page = new DrawnComponents(services);
        var panel = await page.AddAsync<Panel>(new() { [nameof(LivePanel.Session)] = new Session("", "", "", "", Begin, Begin), [nameof(LivePanel.Language)] = "en" });
        Assert.Equal((true, true, false, Begin), (panel.IsSignedIn, panel.IsLive, panel.IsStale, panel.ReadAt));
        line.IsBroken = true;
        await page.NextAsync(() => clock.Advance(TimeSpan.FromSeconds(5)));
        Assert.Equal((true, false, true, Begin), (panel.IsSignedIn, panel.IsLive, panel.IsStale, panel.ReadAt));
        line.IsBroken = false;
        await page.NextAsync(() => clock.Advance(TimeSpan.FromSeconds(5)));
        Assert.Equal((true, true, false, Begin.AddSeconds(10)), (panel.IsSignedIn, panel.IsLive, panel.IsStale, panel.ReadAt));
    }

    private static ConsoleContext Context(TimeProvider clock, ILedgerLine line) => new()
    {
        Ledger = line, Clock = clock, Seal = null!, Terms = null!, Vault = null!, Parser = null!, Judge = null!, PackOriginal = null!, Playbook = Playbook.Default, Directory = null!, Configured = null!, Counts = null!, IsHttps = false,
        Log = NullLogger.Instance,
    };

    private sealed class Panel : LivePanel
    {
        internal override void Read(ILedger ledger, DateTimeOffset now) { }
    }

    /// <summary>Says that the session holds, or that the store is gone.</summary>
    private sealed class SwitchedLine : ILedgerLine
    {
        public bool IsBroken { get; set; }

        public Task<T> DoAsync<T>(Func<ILedger, T> errand, CancellationToken cancellation) => IsBroken ? Task.FromException<T>(new IOException("the disk is gone")) : Task.FromResult((T)(object)true);
    }
}
