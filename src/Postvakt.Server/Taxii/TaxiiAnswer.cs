using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Postvakt.Server.Taxii;

/// <summary>Answers of TAXII, with their media type.</summary>
internal static class TaxiiAnswer
{
    public static Task ErrorAsync(HttpContext context, int status, string title) => WriteAsync(context, status, json =>
    {
        json.WriteString("title", title);
        json.WriteString("http_status", status.ToString(System.Globalization.CultureInfo.InvariantCulture));
    });

    /// <param name="write">What stands in the object.</param>
    public static Task WriteAsync(HttpContext context, int status, Action<Utf8JsonWriter> write)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        context.Response.StatusCode = status;
        context.Response.ContentType = TaxiiMedia.Type;
        context.Response.ContentLength = bytes.WrittenCount;
        return context.Response.Body.WriteAsync(bytes.WrittenMemory, context.RequestAborted).AsTask();
    }
}
