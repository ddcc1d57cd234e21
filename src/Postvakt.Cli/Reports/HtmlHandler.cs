using System.Globalization;
using System.Runtime.CompilerServices;

namespace Postvakt.Cli.Reports;

/// <summary>Takes an interpolated string apart: its words are markup, its values are text.</summary>
[InterpolatedStringHandler]
internal ref struct HtmlHandler
{
    private readonly HtmlWriter _writer;

    public HtmlHandler(int literalLength, int formattedCount, HtmlWriter writer)
    {
        _ = (literalLength, formattedCount);
        _writer = writer;
    }

    public int Written { get; private set; }

    public void AppendLiteral(string markup) => Written += _writer.Literal(markup);

    public void AppendFormatted(string? text) => Written += _writer.Text(text, HtmlWriter.DefaultLimit);

    /// <param name="text">A value.</param>
    /// <param name="alignment">Longest text shown, where ordinary interpolation has the width.</param>
    public void AppendFormatted(string? text, int alignment) => Written += _writer.Text(text, alignment);

    public void AppendFormatted(long number) => Written += _writer.Literal(number.ToString(CultureInfo.InvariantCulture));

    public void AppendFormatted(long number, string format) => Written += _writer.Text(number.ToString(format, CultureInfo.InvariantCulture), 40);

    public void AppendFormatted(double number, string format) => Written += _writer.Text(number.ToString(format, CultureInfo.InvariantCulture), 40);
}
