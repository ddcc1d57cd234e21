namespace Postvakt.Web.Pictures;

/// <summary>What stands in a column of a picture's table.</summary>
public enum ColumnKind
{
    Text,

    /// <summary>A number, written with a point and no separators: set to the end of its column.</summary>
    Number,

    /// <summary>A time as <see cref="PictureTable.Time"/> writes it: shown in the viewer's zone, kept in UTC in the file.</summary>
    Time,
}
