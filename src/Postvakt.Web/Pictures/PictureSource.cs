using Postvakt.Access;

namespace Postvakt.Web.Pictures;

/// <summary>A kind of picture whose table can be had as a file.</summary>
/// <param name="Name">In the address: "/pictures/NAME.csv".</param>
/// <param name="Need">As that of the page that shows it.</param>
/// <param name="Read">Null where there is no such thing.</param>
internal sealed record PictureSource(string Name, Need Need, Func<PictureAsk, PictureTable?> Read);
