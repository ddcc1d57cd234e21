using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Postvakt.Detection;
using Postvakt.Directories;
using Postvakt.Rules;
using Postvakt.Server.Configuration;

namespace Postvakt.Server.Rules;

/// <summary>
/// Holds the mail rules in force. Takes up what is changed in the folders while mail comes in, whole or not at all: where anything of the new is wrong, the old goes on and the status says why. Safe for concurrent use.
/// </summary>
/// <param name="config">Asked each time: a reload of the configuration may name other folders.</param>
/// <param name="orgDomains">Domains of the organisation.</param>
/// <param name="directory">Who belongs to it: some rules look people up.</param>
public sealed partial class RuleKeeper(Func<RulesConfig> config, IReadOnlyList<string> orgDomains, Func<DirectorySnapshot> directory, TimeProvider clock, ILogger log)
{
    /// <summary>How often the folders are looked at.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Lock _changing = new();
    private IReadOnlyDictionary<string, RulePromotion> _promotions = FrozenDictionary<string, RulePromotion>.Empty;
    private volatile RuleBook _book = RuleBook.Ours;
    private DateTimeOffset _readAt;
    private (RulesConfig Config, RuleFiles Files, DirectorySnapshot People)? _taken;
    private RuleFiles? _seen;
    private volatile string? _refused;

    /// <summary>What mail is judged with now.</summary>
    public RulesInForce Current => new(_book, config().Verdicts);

    public RuleStatus Status => RuleStatus.Of(_book, _readAt, _refused);

    /// <summary>Reads the folders for the first time: rules that are wrong are left out and told.</summary>
    public void Start()
    {
        var (wanted, people) = (config(), directory());
        Take(wanted, RuleFiles.Look(wanted.Files), people, Read(wanted, people));
    }

    /// <summary>What people decided about rules, as it stands in the store now.</summary>
    public void Take(IReadOnlyDictionary<string, RulePromotion> promotions)
    {
        lock (_changing)
        {
            if (Same(_promotions, promotions)) return;
            _promotions = promotions;
            _book = _book.With(promotions);
        }
    }

    /// <summary>Looks at the folders from time to time, until stopped.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            using var timer = new PeriodicTimer(Interval, clock);
            while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false)) Look();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    /// <summary>The rules in force go on, whatever happens to the new ones.</summary>
    private void Look()
    {
        try
        {
            LookAgain();
        }
        catch (Exception mistake) when (mistake is not OutOfMemoryException)
        {
            _refused = $"reading them failed by a mistake of ours ({mistake.GetType().Name})";
            Refused(log, _refused);
        }
    }

    /// <summary>Takes up what was changed, once it looks the same twice: files that are being written are not read.</summary>
    internal void LookAgain()
    {
        var (wanted, people) = (config(), directory());
        var files = RuleFiles.Look(wanted.Files);
        var isQuiet = files == _seen;
        _seen = files;
        if (_taken is { } taken && IsOf(taken, wanted, files, people) || !isQuiet) return;
        var library = Read(wanted, people);
        // Where only people changed, what was wrong with the files is known and told already.
        var sameFiles = _refused is null && _taken is { } before && IsOf(before, wanted, files, before.People);
        if (!sameFiles && library.Problems.FirstOrDefault(p => p.IsError) is { } problem)
        {
            var more = library.Problems.Count(p => p.IsError) - 1;
            _refused = problem + (more > 0 ? $" (and {more} more)" : "");
            _taken = (wanted, files, people);
            Refused(log, _refused);
            return;
        }
        Take(wanted, files, people, library);
    }

    private void Take(RulesConfig wanted, RuleFiles files, DirectorySnapshot people, RuleLibrary library)
    {
        lock (_changing)
        {
            _book = new RuleBook(library, _promotions);
            (_taken, _seen, _readAt, _refused) = ((wanted, files, people), files, clock.GetUtcNow(), null);
        }
        Taken(log, library.Rules.Count, _book.Running, library.Problems.Count(p => p.IsError));
    }

    private static bool IsOf((RulesConfig Config, RuleFiles Files, DirectorySnapshot People) taken, RulesConfig wanted, RuleFiles files, DirectorySnapshot people) =>
        taken.Files == files && taken.Config.Dirs.SequenceEqual(wanted.Dirs) && taken.Config.Lists.SequenceEqual(wanted.Lists) && taken.Config.DomainAges == wanted.DomainAges && taken.Config.Important == wanted.Important
        // The same people are often given anew; where no rules are named nobody asks for them.
        && (wanted.Dirs.Count == 0 || ReferenceEquals(taken.People, people) || taken.People.People.Select(Known).SequenceEqual(people.People.Select(Known)));

    /// <summary>What rules may know of a person.</summary>
    private static string Known(Person person) => $"{person.Name}\n{person.Address}\n{string.Join('\n', person.Groups)}";

    private RuleLibrary Read(RulesConfig wanted, DirectorySnapshot people) => RuleLibrary.Read(new RuleSources
    {
        Paths = wanted.Dirs, Lists = wanted.Lists, OrgDomains = orgDomains, Directory = people, Important = wanted.Important, DomainAges = wanted.DomainAges,
    });

    private static bool Same(IReadOnlyDictionary<string, RulePromotion> one, IReadOnlyDictionary<string, RulePromotion> other) =>
        one.Count == other.Count && one.All(p => other.TryGetValue(p.Key, out var same) && same == p.Value);

    [LoggerMessage(45, LogLevel.Information, "{Rules} mail rules were read, {Running} of them can match here, {Problems} problems")]
    private static partial void Taken(ILogger log, int rules, int running, int problems);

    [LoggerMessage(46, LogLevel.Warning, "The mail rules stay as they were: {Problem}")]
    private static partial void Refused(ILogger log, string problem);
}
