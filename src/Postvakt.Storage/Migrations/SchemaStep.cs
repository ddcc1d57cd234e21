namespace Postvakt.Storage.Migrations;

/// <summary>One step of a store's format. Steps only go forward and are never changed once released.</summary>
/// <param name="Version">Format that the store has after the step.</param>
/// <param name="Title">What it does, for an operator.</param>
public sealed record SchemaStep(long Version, string Title)
{
    internal string Sql { get; init; } = "";

    /// <summary>Programs of the format before can go on working with the store: it only adds tables, indexes, functions, or columns that have a value by themselves.</summary>
    internal bool Beside { get; init; }

    /// <summary>The title; of a step that older nodes cannot work beside, with what an operator does first.</summary>
    public string Told => Beside ? Title : Title + " (stop all nodes first)";
}
