namespace Postvakt.Documents.Basic;

/// <summary>How a block ended.</summary>
internal enum BasicSignal
{
    Done,
    ExitLoop,
    ExitProcedure,
    End,
}
