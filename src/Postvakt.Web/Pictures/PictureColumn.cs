namespace Postvakt.Web.Pictures;

/// <param name="Name">As it stands in the head, in the viewer's language.</param>
public sealed record PictureColumn(string Name, ColumnKind Kind = ColumnKind.Text);
