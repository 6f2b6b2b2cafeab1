// What a page loads: every element, registered. Published as dist/cdn/sidetone.js of @sidetone/elements.
import '@sidetone/elements/define';
