namespace Postvakt.Documents.Basic;

/// <summary>Text of which parts are not known: they stand in it as &lt;name&gt; or "…".</summary>
internal sealed record BasicText(string Text);
