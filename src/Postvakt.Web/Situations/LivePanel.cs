using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Intake.Ledger;
using Postvakt.Wording;

namespace Postvakt.Web.Situations;

/// <summary>A part of a page that is read anew while the page is open, as long as the session of who looks holds. Drawn with the page first, so that it is there before any script.</summary>
public abstract partial class LivePanel : ComponentBase, IDisposable
{
    /// <summary>How often it is read anew. Five seconds: one errand of a few looks.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _gone = new();

    [Inject]
    internal ConsoleContext Console { get; set; } = null!;

    /// <summary>Of who looks; it is asked each time whether it still holds. The framework seals it on its way through the browser.</summary>
    [Parameter, EditorRequired]
    public Session Session { get; set; } = null!;

    [Parameter, EditorRequired]
    public string Language { get; set; } = "";

    /// <summary>Whether it is kept up to date: the page's line is open, and it could be read when that was tried last.</summary>
    internal bool IsLive { get; private set; }

    /// <summary>Whether it could not be read when that was tried last: what is shown is as it was at <see cref="ReadAt"/>.</summary>
    internal bool IsStale { get; private set; }

    /// <summary>When it was read last.</summary>
    internal DateTimeOffset ReadAt { get; private set; }

    /// <summary>Whether the session held when it was read last.</summary>
    internal bool IsSignedIn { get; private set; }

    /// <summary>Draws nothing before all is read: what the page came with stays in sight until then.</summary>
    public override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        if (RendererInfo.IsInteractive || ShowsAtOnce) await LookAsync();
        else IsSignedIn = true;
        StateHasChanged();
    }

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Whether there is anything to read before the line is open. Where the page around it was read this moment, there is not.</summary>
    internal virtual bool ShowsAtOnce => true;

    /// <summary>Reads what is shown, in one errand.</summary>
    internal abstract void Read(ILedger ledger, DateTimeOffset now);

    internal string Say(string key, params IReadOnlyList<string> values) => Sentences.Of(Language, key, values);

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) _ = FollowAsync();
    }

    private async Task FollowAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(Every, Console.Clock);
            IsLive = true;
            StateHasChanged();
            while (IsSignedIn && await timer.WaitForNextTickAsync(_gone.Token))
            {
                await InvokeAsync(async () =>
                {
                    await TryLookAsync();
                    StateHasChanged();
                });
            }
        }
        catch (OperationCanceledException)
        {
            // The page is gone.
        }
    }

    /// <summary>A store that cannot be read for a moment must not freeze the page behind the words that it is kept up to date.</summary>
    private async Task TryLookAsync()
    {
        try
        {
            await LookAsync();
            (IsLive, IsStale) = (true, false);
        }
        catch (Exception mistake) when (mistake is not OperationCanceledException)
        {
            Unread(Console.Log, GetType().Name, mistake.GetType().Name, mistake.StackTrace ?? "");
            (IsLive, IsStale) = (false, true);
        }
    }

    private async Task LookAsync()
    {
        var now = Console.Clock.GetUtcNow();
        IsSignedIn = await Console.Ledger.DoAsync(l =>
        {
            if (SignIns.Visitor(l, Session, now) is not { Pass.Actor.Role: >= Role.Analyst }) return false;
            Read(l, now);
            return true;
        }, _gone.Token);
        ReadAt = now;
    }

    [LoggerMessage(22, LogLevel.Error, "{Panel} cannot be read: {Kind} {Trace}")]
    private static partial void Unread(ILogger log, string panel, string kind, string trace);
}
