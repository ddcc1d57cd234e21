namespace Postvakt.Documents.Inspecting;

/// <summary>What to inspect with.</summary>
public sealed record InspectionOptions
{
    public InspectionLimits Limits { get; init; } = new();

    /// <summary>Tried before the usual ones, in this order.</summary>
    public IReadOnlyList<string> Passwords { get; init; } = [];

    /// <summary>Where they come from, for the evidence.</summary>
    public string PasswordsFrom { get; init; } = "given";

    /// <summary>Parsers that are not ours, behind a process wall; null: files that need one are reported as unread.</summary>
    public Outside.IOutsideParsers? Outside { get; init; }

    /// <summary>Apply the YARA rules that the outside parsers hold to every file of the tree.</summary>
    public bool Yara { get; init; }

    /// <summary>Hold the content of files and pictures in the report, within this room: for rules that look into them. Null: nothing outlives the inspection.</summary>
    public ContentKeep? Keep { get; init; }

    /// <summary>Give each mail that is inspected such a room.</summary>
    public bool KeepsContent { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
