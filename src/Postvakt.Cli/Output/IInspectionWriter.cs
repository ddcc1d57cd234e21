using Postvakt.Documents.Report;

namespace Postvakt.Cli.Output;

/// <summary>Writes reports about files.</summary>
internal interface IInspectionWriter
{
    void Write(string path, DocumentReport report, TimeSpan elapsed);

    void Finish();
}
