using Postvakt.Directories;

namespace Postvakt.Rules;

/// <summary>Where the mail rules of an installation come from, and what they are run with.</summary>
public sealed record RuleSources
{
    /// <summary>Rule files, or folders of them.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Folders of lists.</summary>
    public IReadOnlyList<string> Lists { get; init; } = [];

    /// <summary>The rules that came with the program too.</summary>
    public bool WithOurs { get; init; } = true;

    /// <summary>Domains of the organisation.</summary>
    public IReadOnlyList<string> OrgDomains { get; init; } = [];

    /// <summary>Who belongs to it; asked once, for the lists of people.</summary>
    public DirectorySnapshot Directory { get; init; } = DirectorySnapshot.Empty;

    /// <summary>Group of the Directory whose members are <c>$org_vips</c>, or null: that list is missing.</summary>
    public string? Important { get; init; }

    /// <summary>File with the days on which domains were registered (<see cref="Rules.DomainAges"/>), or null.</summary>
    public string? DomainAges { get; init; }
}
