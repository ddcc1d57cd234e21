using Postvakt.Documents.Excel.Formulas;

namespace Postvakt.Documents.Excel.Xlm;

/// <summary>A function that is followed.</summary>
/// <param name="Acts">Changes something or goes elsewhere: not for cells that are only looked at.</param>
internal sealed record XlmFunction(Func<Arguments, Value> Work, bool Acts);
