namespace Postvakt.Documents.Vba;

/// <summary>A module as the dir stream lists it.</summary>
/// <param name="NarrowName">The same by the project's code page, which the PROJECT stream does not always keep to.</param>
/// <param name="StreamName">Stream that holds it, beside the dir stream.</param>
/// <param name="Offset">Where its compressed source begins; before that lies its p-code.</param>
/// <param name="IsProcedural">A plain module; else a document, class or form.</param>
internal sealed record VbaModuleEntry(string Name, string NarrowName, string StreamName, uint Offset, bool IsProcedural);
