namespace Postvakt.Documents.Excel.Xlm;

internal enum SignalKind
{
    Goto,
    Return,

    /// <summary>Everything ends: HALT, or the workbook closes.</summary>
    Halt,

    /// <summary>A block is not entered: on to its ELSE, ELSE.IF or END.IF.</summary>
    SkipBlock,

    /// <summary>A block is done: on to its END.IF.</summary>
    EndBlock,

    /// <summary>A loop is not entered, or left: on behind its NEXT.</summary>
    SkipLoop,

    /// <summary>The end of a loop's turn.</summary>
    NextTurn,
}
