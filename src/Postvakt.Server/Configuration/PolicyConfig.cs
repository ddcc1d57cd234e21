using Postvakt.Detection;
using Postvakt.Directories;

namespace Postvakt.Server.Configuration;

/// <summary>What verdicts lead to. Taken over by a reload.</summary>
public sealed record PolicyConfig
{
    /// <summary>Mode where nothing else is said. Observe.</summary>
    public Mode Mode { get; init; } = Mode.Observe;

    /// <summary>Modes of recipients' domains, lower case.</summary>
    public IReadOnlyDictionary<string, Mode> Domains { get; init; } = new Dictionary<string, Mode>();

    public DispositionPolicy Dispositions { get; init; } = new();

    /// <summary>Put before the subject of tagged mail; empty: subjects stay.</summary>
    public string SubjectMark { get; init; } = "";

    /// <summary>Whether tagged mail gets a sentence on top that says what is odd. Off: only the last hop may change bodies.</summary>
    public bool Banner { get; init; }

    /// <summary>Language of the banner (BCP 47) where the recipient's is not known.</summary>
    public string Language { get; init; } = "en";

    /// <summary>Languages of banners by recipients' domain, lower case.</summary>
    public IReadOnlyDictionary<string, string> Languages { get; init; } = new Dictionary<string, string>();

    public TimeSpan HeldRetention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long a fault of ours defers mail before <see cref="OutageThen"/> holds.</summary>
    public TimeSpan OutageAfter { get; init; } = TimeSpan.FromHours(4);

    /// <summary>After that: go on deferring (the default) or deliver unjudged.</summary>
    public Disposition OutageThen { get; init; } = Disposition.Defer;

    /// <summary>A person's own language, else the one set for the domain, else the usual one.</summary>
    /// <param name="person">Whose address it is, or null.</param>
    public string LanguageOf(Person? person, string address) => person is { Language.Length: > 0 } ? person.Language
        : Languages.GetValueOrDefault(address[(address.LastIndexOf('@') + 1)..].ToLowerInvariant()) is { Length: > 0 } language ? language : Language;
}
