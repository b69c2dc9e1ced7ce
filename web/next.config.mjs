// SPDX-License-Identifier: Apache-2.0
// A static export: the pixie binary serves out/ and nothing of Node.js runs in production.

const FRAME = 'app/(rooms)/layout';
const isEntry = ({ name }) => name?.startsWith('app/(entry)/') ?? false;
const isStyle = ({ type }) => type.startsWith('css');

/**
 * A page loads its room and the frame around it, which the framework builds as two roots: what is too small for a
 * file by itself (20 KB) it puts into both. So what the frame shares with others is one file, `frame`; of it, what
 * signing in needs, too, is `base`, for those pages have no frame.
 */
function sharedWithFrame(name, wanted) {
  return {
    name,
    enforce: true,
    minChunks: 2,
    priority: 20,
    test(module, { chunkGraph }) {
      if (isStyle(module)) return false;
      const chunks = [...chunkGraph.getModuleChunks(module)];
      return chunks.some((chunk) => chunk.name === FRAME) && chunks.some(isEntry) === wanted;
    },
  };
}

/** @type {import('next').NextConfig} */
export default {
  output: 'export',
  reactStrictMode: true,
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  images: { unoptimized: true },
  eslint: { ignoreDuringBuilds: true },
  typescript: { ignoreBuildErrors: true }, // `npm run types` finds them
  experimental: { optimizePackageImports: ['lucide-react'] },
  webpack(config, { dev, isServer }) {
    if (!dev && !isServer)
      Object.assign(config.optimization.splitChunks.cacheGroups, {
        base: sharedWithFrame('base', true),
        frame: sharedWithFrame('frame', false),
      });
    return config;
  },
};
