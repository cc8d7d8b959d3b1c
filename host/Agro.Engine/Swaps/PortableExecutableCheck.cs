using System.Globalization;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Agro.Engine.Swaps;

/// <summary>Tells whether a DLL is whole: a build or a copy that has not ended leaves one that is cut short.</summary>
internal static class PortableExecutableCheck
{
    /// <summary>Checks the bytes of a file.</summary>
    /// <param name="content">The whole file.</param>
    /// <returns>What is wrong, to stand after the file's name; null when nothing is. A DLL that is not of .NET need only have all its sections.</returns>
    public static string? Problem(byte[] content)
    {
        if (content.Length == 0) return "is empty";
        try
        {
            using var stream = new MemoryStream(content, writable: false);
            using var image = new PEReader(stream);
            foreach (var section in image.PEHeaders.SectionHeaders)
            {
                var end = (long)section.PointerToRawData + section.SizeOfRawData;
                if (end > content.Length) return string.Create(CultureInfo.InvariantCulture,
                    $"is cut short: its section {section.Name} ends at byte {end}, and the file at {content.Length}");
            }

            return image.HasMetadata ? Metadata(image.GetMetadataReader()) : null;
        }
        catch (Exception exception) when (exception is BadImageFormatException or InvalidOperationException)
        {
            return $"is no whole DLL: {exception.Message}";
        }
    }

    /// <summary>Copying may make a file as long as it will be before its bytes are there. The identity of a build is never zero.</summary>
    private static string? Metadata(MetadataReader reader)
    {
        var module = reader.GetModuleDefinition();
        if (reader.GetGuid(module.Mvid) == Guid.Empty) return "is no whole DLL: its metadata is not filled in";
        foreach (var handle in reader.TypeDefinitions) reader.GetString(reader.GetTypeDefinition(handle).Name);
        return null;
    }
}
