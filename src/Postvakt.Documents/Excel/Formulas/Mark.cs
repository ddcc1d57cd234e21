namespace Postvakt.Documents.Excel.Formulas;

/// <summary>What to keep in mind about a value that was worked out.</summary>
[Flags]
internal enum Mark
{
    None,

    /// <summary>Depends on the machine it runs on: another answer is possible.</summary>
    Doubtful = 1,

    /// <summary>Holds the time at which it runs.</summary>
    Clock = 2,

    /// <summary>A piece of it could not be worked out.</summary>
    Partial = 4,
}
