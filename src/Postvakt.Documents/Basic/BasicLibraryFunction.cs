namespace Postvakt.Documents.Basic;

/// <summary>A function of a system library, as "Declare" names it.</summary>
/// <param name="Library">Lower case, without path and extension.</param>
/// <param name="Function">Its true name: the alias where there is one.</param>
internal sealed record BasicLibraryFunction(string Library, string Function);
